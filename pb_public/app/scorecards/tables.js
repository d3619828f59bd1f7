import { html } from "../preact.js";
import { t } from "../text.js";
import { useSession } from "../store.js";
import { Table } from "../ui/index.js";
import { Streak } from "../ui/streak.js";
import { Opens } from "./opens.js";
import { keyName } from "./parts.js";
import { kindOf, write } from "./values.js";

/** @typedef {{words: any[], currency: string, floor: number, show: (figure: string, value: any, more?: any) => void}} Shared */

/** The three figures of the store, large. @param {Shared & {figures: any}} props */
export function Lead({ words, figures, currency, floor, show }) {
  return html`<div class="trio">${["secondary_sales_rate", "net_sales", "average_sale"].filter((k) => figures[k] !== undefined).map((key) => {
    const label = words.find((w) => w.name === key)?.label;
    const { value, n, interval } = write(key, figures[key], { currency, floor });
    return html`<div class="figure" key=${key}><p class="label">${label}</p>
      <${Opens} name=${label + ": " + (value ?? t("scorecards.few")) + " " + n} onClick=${() => show(key, figures[key])}>${value === null ? html`<span class="few lead">${t("scorecards.few")}</span>` : html`<b>${value}</b>`}<//>
      <p class="small">${value === null ? t("scorecards.untilFloor", { n, floor }) : [n, interval].filter(Boolean).join(" ")}</p></div>`;
  })}</div>`;
}

/** Every figure of one row. @param {Shared & {row: any, chosen: string}} props */
export function Every({ words, row, currency, floor, show }) {
  const rows = words.filter((w) => row.figures[w.name] !== undefined).map((w) => ({ ...w, f: row.figures[w.name], was: row.before?.[w.name], change: row.changes?.[w.name], ...write(w.name, row.figures[w.name], { currency, floor }) }));
  return html`<${Table} caption=${t("scorecards.every")} id=${(/** @type {any} */ r) => r.name} rows=${rows} columns=${[
    { key: "label", label: t("scorecards.figure"), show: (/** @type {any} */ r) => html`<${Opens} name=${t("scorecards.openFigure", { figure: r.label })} onClick=${() => show(r.name, r.f)}>${r.label}<//>` },
    { key: "streak", label: t("scorecards.streak"), show: (/** @type {any} */ r) => kindOf(r.name) === "rate" && r.value !== null && html`<${Streak} ...${r.f} reference=${r.was && r.was.low !== null ? r.was.n / r.was.of : null} />` },
    { key: "value", label: t("scorecards.value"), num: true, show: (/** @type {any} */ r) => (r.value === null ? html`<span class="few">${t("scorecards.few")}</span>` : html`<b>${r.value}</b>`) },
    { key: "n", label: t("scorecards.n"), num: true, show: (/** @type {any} */ r) => r.n },
    { key: "change", label: t("scorecards.change"), show: (/** @type {any} */ r) => html`<${Change} change=${r.change} />` },
  ]} />`;
}

/** Up and down only where it may be said. @param {{change?: {verdict: string, text: string}}} props */
function Change({ change }) {
  if (!change || change.verdict === "few") return change ? html`<span class="few">${t("scorecards.fewChange")}</span>` : "";
  if (change.verdict === "up" || change.verdict === "down") {
    const [head, rest] = change.text.split(" (");
    return html`<b>${head}</b> <span class="small nowrap">${rest ? "(" + rest : ""}</span>`;
  }
  return html`<span class="quiet">${change.text}</span>`;
}

const columns = ["secondary_sales_rate", "sales_count", "average_sale", "units_per_transaction", "net_sales"];

/** The scope of one row of a cut. @param {string} by @param {any} row */
const narrowed = (by, row) => ({ [by]: row.key });

/** The rows of a cut, in the order in which the server gives them: people by name, never by rank. @param {Shared & {rows: any[], by: string}} props */
export function ByRow({ words, rows: given, by, currency, floor, show }) {
  const { store } = useSession();
  const rows = by === "shift" ? given.map((r) => ({ ...r, label: keyName(r.key, store) })) : given;
  const cell = (/** @type {any} */ row, /** @type {string} */ key) => {
    const f = row.figures[key];
    if (f === undefined) return "";
    const { value, n } = write(key, f, { currency, floor });
    const label = words.find((w) => w.name === key)?.label;
    return html`<${Opens} name=${`${row.label}, ${label}: ${value ?? t("scorecards.few")} ${n}`} onClick=${() => show(key, f, { label: row.label, scope: narrowed(by, row) })}>
      ${value === null ? html`<span class="few">${n}</span>` : html`<span>${value}</span>`}${value !== null && n && kindOf(key) === "rate" && html` <span class="small">${n}</span>`}<//>`;
  };
  const sorted = by === "associate" ? [...rows].sort((a, b) => a.label.localeCompare(b.label)) : rows;
  return html`<${Table} caption=${t("scorecards.by_" + by)} rows=${sorted} id=${(/** @type {any} */ r, /** @type {number} */ i) => r.key + i} columns=${[
    { key: "label", label: t("scorecards.cut_" + by) },
    { key: "streak", label: t("scorecards.streak"), show: (/** @type {any} */ r) => r.figures.secondary_sales_rate && html`<${Streak} ...${r.figures.secondary_sales_rate} />` },
    ...columns.map((key) => ({ key, num: true, label: words.find((w) => w.name === key)?.label, show: (/** @type {any} */ r) => cell(r, key) })),
  ]} />`;
}
