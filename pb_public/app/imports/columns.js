// Each column of the file over its real rows, and what it becomes.
import { html } from "../preact.js";
import { t } from "../text.js";
import { Table } from "../ui/index.js";

/** @param {{out: any, wish: {columns: Record<string, string>, answers: Record<string, string>}, change: (w: any) => void}} props */
export function Columns({ out, wish, change }) {
  const become = (/** @type {string} */ name, /** @type {string} */ field) => change({ ...wish, columns: { ...wish.columns, [name]: field }, answers: without(wish.answers, name) });
  const fields = [{ value: "", label: t("imports.leaveOut") }, ...out.fields.map((/** @type {string} */ f) => ({ value: f, label: t("field." + f) }))];
  const columns = [
    { key: "name", label: t("imports.inFile"), show: (/** @type {any} */ c) => html`<span class="cell">${c.name}</span>` },
    { key: "samples", label: t("imports.examples"), show: (/** @type {any} */ c) => html`<span class="cell">${shown(c).map((s, n, all) => html`<span key=${s} class="sample">${s}${n < all.length - 1 ? " ·" : ""}</span> `)}</span>${c.filled === 0 && html`<span class="note">${t("imports.isEmpty")}</span>`}${c.guessed && html`<span class="note guessed">${t("imports.guessed")}</span>`}${doubts(c).map((d) => html`<span key=${d} class="doubt note">${d}</span>`)}` },
    { key: "field", label: t("imports.becomes"), show: (/** @type {any} */ c) => html`<select class=${"input" + (open(out, c) ? " open" : "")} aria-label=${t("imports.columnBecomes", { column: c.name })} value=${c.field} onChange=${(/** @type {any} */ e) => become(c.name, e.target.value)}>
      ${fields.map((f) => html`<option key=${f.value} value=${f.value} selected=${f.value === c.field}>${f.label}</option>`)}</select>` },
  ];
  return html`<section class="map"><h2>${t("imports.columns")}</h2>
    <${Table} caption=${t("imports.columns")} columns=${columns} rows=${out.columns} id=${(/** @type {any} */ c) => c.name} /></section>`;
}

/** An answer that named this column is void once the column is said to be something. @param {Record<string, string>} answers @param {string} name */
const without = (answers, name) => Object.fromEntries(Object.entries(answers).filter(([id, v]) => !(id.startsWith("column:") && v === name)));

/** @param {any} out @param {any} c */
const open = (out, c) => c.unread > 0 || c.damaged > 0 || out.questions.some((/** @type {any} */ q) => q.column === c.name);

/** The first different values of a column. @param {any} c @returns {string[]} */
const shown = (c) => c.samples.slice(0, 3);

/** What there is to doubt about a column. @param {any} c @returns {string[]} */
function doubts(c) {
  const found = [];
  if (c.field && c.unread > 0) found.push([t("imports.unreadCells", { n: c.unread, kind: t("imports.kind_" + c.kind) }), c.first_unread && t("imports.unreadFirst", { n: c.unread, row: c.first_unread.row, value: c.first_unread.value })].filter(Boolean).join(" "));
  if (c.damaged > 0) found.push(t("imports.damaged", { n: c.damaged }));
  return found;
}
