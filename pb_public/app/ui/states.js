// The three ways in which a screen has nothing to show yet.
import { html, useCallback, useEffect, useRef, useState } from "../preact.js";
import { HttpError } from "../http.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button } from "./button.js";

/** Ruled paper while it loads, after 300 ms; over two seconds it says so. @param {{lines?: number, words?: string}} props */
export function Loading({ lines = 4, words = t("app.loading") }) {
  const [stage, setStage] = useState(0);
  useEffect(() => {
    const soon = setTimeout(() => setStage(1), 300);
    const late = setTimeout(() => setStage(2), 2000);
    return () => (clearTimeout(soon), clearTimeout(late));
  }, []);
  if (stage === 0) return null;
  return html`<div class="wait"><p class=${stage === 2 ? "note" : "visually-hidden"} role="status">${words}</p>${Array.from({ length: lines }, (_, i) => html`<i key=${i}></i>`)}</div>`;
}

/** One line, one useful thought, one button. @param {{title: any, children?: any, act?: any}} props */
export const Empty = ({ title, children, act }) => html`<div class="empty"><p class="lead serif">${title}</p>${children && html`<p>${children}</p>`}${act}</div>`;

/** Why it could not be shown, and the way on. @param {{error: any, retry?: () => void}} props */
export function Failed({ error, retry }) {
  const away = error instanceof HttpError && error.kind === "away";
  const title = away ? t("app.awayTitle") : error instanceof HttpError ? error.message : t("app.mistakeTitle");
  const words = away ? t("app.away") : error instanceof HttpError ? "" : t("app.mistake");
  return html`<div class="notice alert" role="alert"><p class="head">${title}</p>${words && html`<p class="say">${words}</p>`}
    ${retry && html`<div class="row"><${Button} onClick=${retry}>${t("app.again")}<//></div>`}</div>`;
}

/**
 * Fetches what a view shows, again whenever one of the inputs changes. What was
 * shown stays while it is fetched anew; an answer that comes too late is dropped.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} get
 * @param {any[]} inputs
 * @returns {{data: T | undefined, error: unknown, loading: boolean, refresh: () => void, put: (data: T) => void}}
 */
export function useData(get, inputs) {
  const [state, set] = useState(/** @type {{data: any, error: unknown, loading: boolean}} */ ({ data: undefined, error: null, loading: true }));
  const [turn, next] = useState(0);
  const latest = useRef(get);
  latest.current = get;
  useEffect(() => {
    const stop = new AbortController();
    set((s) => ({ ...s, loading: true }));
    latest.current(stop.signal).then(
      (data) => stop.signal.aborted || set({ data, error: null, loading: false }),
      (error) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof HttpError)) report(error, "fetching");
        set((s) => ({ ...s, error, loading: false }));
      },
    );
    return () => stop.abort();
  }, [...inputs, turn]);
  const refresh = useCallback(() => next((n) => n + 1), []);
  const put = useCallback((/** @type {T} */ data) => set((s) => ({ ...s, data, error: null })), []);
  return { ...state, refresh, put };
}

/**
 * Shows data, or why there is none: loading, failed, empty, then the rest.
 * @param {{of: {data: any, error: unknown, refresh: () => void}, empty?: any, isEmpty?: (data: any) => boolean, children: (data: any) => any, lines?: number}} props
 */
export function Shown({ of, empty, isEmpty = (d) => Array.isArray(d) && d.length === 0, children, lines }) {
  if (of.error && of.data === undefined) return html`<${Failed} error=${of.error} retry=${of.refresh} />`;
  if (of.data === undefined) return html`<${Loading} lines=${lines} />`;
  if (empty && isEmpty(of.data)) return empty;
  return html`${of.error ? html`<${Failed} error=${of.error} retry=${of.refresh} />` : null}${children(of.data)}`;
}
