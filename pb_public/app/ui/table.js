import { html } from "../preact.js";

/**
 * @typedef {object} Column
 * @property {string} key
 * @property {any} label
 * @property {boolean} [num] figures stand at the right
 * @property {(row: any) => any} [show]
 */

/**
 * Figures under an ink line. The first column names the row. On a narrow screen
 * the table itself scrolls, never the page, and can be reached by keyboard.
 * @param {{caption: string, columns: Column[], rows: any[], id?: (row: any, i: number) => string, captionShown?: boolean}} props
 */
export function Table({ caption, columns, rows, id = (r, i) => r.id ?? String(i), captionShown = false }) {
  const cell = (/** @type {Column} */ c, /** @type {any} */ row) => (c.show ? c.show(row) : row[c.key]);
  return html`<div class="scroll" role="region" aria-label=${caption} tabindex="0"><table>
    <caption class=${captionShown ? "label" : "visually-hidden"}>${caption}</caption>
    <thead><tr>${columns.map((c) => html`<th key=${c.key} scope="col" class=${c.num ? "num" : ""}>${c.label}</th>`)}</tr></thead>
    <tbody>${rows.map((row, i) => html`<tr key=${id(row, i)}>${columns.map((c, n) =>
      n === 0 ? html`<th key=${c.key} scope="row">${cell(c, row)}</th>` : html`<td key=${c.key} class=${c.num ? "num" : ""}>${cell(c, row)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
