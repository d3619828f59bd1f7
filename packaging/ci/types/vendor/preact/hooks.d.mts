// What the app uses of the hooks of preact 11.2.0.
export type Inputs = ReadonlyArray<unknown>;
export function useState<T>(initial: T | (() => T)): [T, (next: T | ((now: T) => T)) => void];
export function useState<T = undefined>(): [T | undefined, (next: T | undefined | ((now: T | undefined) => T | undefined)) => void];
export function useReducer<S, A>(reduce: (now: S, act: A) => S, initial: S): [S, (act: A) => void];
export function useEffect(run: () => void | (() => void), inputs?: Inputs): void;
export function useLayoutEffect(run: () => void | (() => void), inputs?: Inputs): void;
export function useRef<T>(initial: T): { current: T };
export function useMemo<T>(make: () => T, inputs?: Inputs): T;
export function useCallback<T extends (...args: any[]) => any>(fn: T, inputs?: Inputs): T;
export function useContext<T>(context: { value: T }): T;
export function useId(): string;
