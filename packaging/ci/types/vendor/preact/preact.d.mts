// What the app uses of preact 11.2.0. Elements are made by tagged templates, so
// their props are not checked here.
export type ComponentChildren = any;
export interface VNode { type: any; props: any; key: any }
export class Component<P = any, S = any> {
  constructor(props?: P, context?: any);
  props: P & { children?: ComponentChildren };
  state: S;
  setState(change: Partial<S>): void;
  forceUpdate(): void;
  render(): ComponentChildren;
}
export function h(type: any, props?: any, ...children: any[]): VNode;
export function render(what: ComponentChildren, into: Element): void;
export const Fragment: any;
export function createContext<T>(initial: T): { Provider: any; Consumer: any; value: T };
