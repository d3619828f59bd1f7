// Small parts that only arrange: rows, chips, tags, notices.
import { html } from "../preact.js";

/** Things under each other between hairlines. @param {{children?: any, label?: string}} props */
export const Rows = ({ children, label }) => html`<ul class="rows" aria-label=${label}>${children}</ul>`;

/**
 * One whole-width row: a link, a button, or only words. end stands at the right.
 * @param {{href?: string, onClick?: () => void, title: any, note?: any, end?: any} & Record<string, any>} props
 */
export function Row({ href, onClick, title, note, end, ...rest }) {
  const body = html`<span class="what"><span class="name">${title}</span>${note && html`<span class="note">${note}</span>`}</span>${end && html`<span class="end">${end}</span>`}`;
  if (href) return html`<li><a ...${rest} class="line" href=${href}>${body}</a></li>`;
  if (onClick) return html`<li><button ...${rest} type="button" class="line" onClick=${onClick}>${body}</button></li>`;
  return html`<li><div ...${rest} class="line">${body}</div></li>`;
}

/** Chips that can be pressed; several may be. @param {{label: string, options: {value: string, label: string}[], chosen: string[], onToggle: (value: string) => void}} props */
export const Chips = ({ label, options, chosen, onToggle }) => html`<div class="chips" role="group" aria-label=${label}>
  ${options.map((o) => html`<button key=${o.value} type="button" class="chip" aria-pressed=${String(chosen.includes(o.value))} onClick=${() => onToggle(o.value)}>${o.label}</button>`)}
</div>`;

/** Says something and cannot be pressed. @param {{alert?: boolean, children?: any}} props */
export const Tag = ({ alert = false, children }) => html`<span class=${"tag" + (alert ? " alert" : "")}>${children}</span>`;

/**
 * What one should know now. kind: "" know this, "here" protects someone,
 * "alert" refused. Says what happened, what is safe, what to do.
 * @param {{kind?: ""|"here"|"alert", title: any, children?: any, act?: any}} props
 */
export const Notice = ({ kind = "", title, children, act }) => html`<div class=${"notice " + kind} role=${kind === "alert" ? "alert" : "status"}>
  <p class="head">${title}</p>${children && html`<div class="say">${children}</div>`}${act && html`<div class="row">${act}</div>`}
</div>`;

/** Counts first, then the bar. @param {{done: number, of: number, label: string}} props */
export function Progress({ done, of, label }) {
  const part = of > 0 ? Math.min(1, done / of) : 0;
  return html`<div class="progress"><p class="note" aria-live="polite">${label}</p>
    <div role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax=${of} aria-valuenow=${done}>
      <svg class="bar" width="100%" height="6" aria-hidden="true"><rect class="base" width="100%" height="6" /><rect class="fill" width=${part * 100 + "%"} height="6" /></svg>
    </div></div>`;
}

/**
 * Places within a screen, as words under a line.
 * @param {{label: string, items: {href: string, label: string, here: boolean}[]}} props
 */
export const Tabs = ({ label, items }) => html`<nav class="tabs" aria-label=${label}>
  ${items.map((i) => html`<a key=${i.href} href=${i.href} aria-current=${i.here ? "page" : undefined}>${i.label}</a>`)}
</nav>`;
