// What the app may use of uPlot 1.6.32; its options are an object of many parts
// that is not described here.
export default class uPlot {
  constructor(options: Record<string, any>, data: (number | null | undefined)[][], place?: HTMLElement | ((self: uPlot, init: () => void) => void));
  readonly root: HTMLElement;
  readonly ctx: CanvasRenderingContext2D;
  readonly bbox: { left: number; top: number; width: number; height: number };
  data: (number | null | undefined)[][];
  setData(data: (number | null | undefined)[][], rescale?: boolean): void;
  setSize(size: { width: number; height: number }): void;
  valToPos(value: number, scale: string, canvas?: boolean): number;
  posToVal(at: number, scale: string): number;
  redraw(rebuildPaths?: boolean): void;
  destroy(): void;
}
