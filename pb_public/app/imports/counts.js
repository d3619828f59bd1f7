// What an import does or did, in words and in a column of figures.
import { html } from "../preact.js";
import { money, number, shortDate } from "../format.js";
import { t } from "../text.js";
import { Table, Tag } from "../ui/index.js";

/** 412 receipts with 903 lines. @param {any} r */
export function outcome(r) {
  const parts = [];
  if (r.receipts) parts.push(t("imports.receipts", { n: r.receipts }) + " " + t("imports.withLines", { n: r.lines }));
  if (r.updated) parts.push(t("imports.corrected", { n: r.updated }));
  return parts.join(", ") || t("imports.nothingNew");
}

/** @param {string} first @param {string} last */
export const days = (first, last) => (!first ? "" : first === last ? shortDate(first) : t("imports.days", { first: shortDate(first), last: shortDate(last) }));

/** Label and figure, where there is a figure. @param {{entries: [string, any][]}} props */
export const Ledger = ({ entries }) => html`<dl class="ledger">${entries.filter(([, n]) => n !== undefined && n !== 0).map(([label, n]) => html`<dt>${label}</dt><dd>${typeof n === "number" ? number(n) : n}</dd>`)}</dl>`;

/** @param {any} r result of a dry run or of an import @param {any} [more] */
export const entries = (r, more = {}) => /** @type {[string, any][]} */ ([
  [t("imports.cReceipts"), r.receipts || "0"],
  [t("imports.cLines"), r.lines],
  [t("imports.cNet"), r.net && r.currency ? money(r.net, { currency: r.currency }) : 0],
  [t("imports.cUpdated"), r.updated],
  [t("imports.cUnchanged"), r.unchanged],
  [t("imports.cMatched"), r.clients_matched],
  [t("imports.cNew"), r.clients_new],
  [t("imports.cDoubtful"), more.doubtful],
  [t("imports.cWalkIns"), more.walk_ins],
  [t("imports.cCodes"), r.staff_new?.length],
  [t("imports.cDepartments"), more.departments?.length],
  [t("imports.cSkipped"), r.skipped],
  [t("imports.cRejected"), more.rejected ?? r.rejected?.length],
]);

/** Totals that the file states, beside the sums of its rows. @param {{totals: any[], aside: number}} props */
export function Totals({ totals, aside }) {
  if (!totals?.length) return html`<p class="note">${t("imports.noTotals")}</p>`;
  const apart = totals.filter((c) => !c.agrees);
  if (!apart.length) return html`<p><${Tag}>${t("imports.agreesTag")}<//></p>${totals.slice(0, most).map((c) => html`<${Total} key=${c.row + c.column} total=${c} />`)}<p class="note">${t("imports.agrees", { n: totals.length })}</p>`;
  return html`<p><${Tag} alert>${t("imports.apartTag")}<//></p>${apart.slice(0, most).map((c) => html`<${Total} key=${c.row + c.column} total=${c} />`)}
    <p class="note">${t(totals.length > apart.length ? "imports.apartOf" : "imports.apart", { n: apart.length, all: totals.length })} ${t(aside ? "imports.apartAside" : "imports.apartWhy", { n: aside })}</p>`;
}

const most = 4;

/** @param {{total: any}} props */
const Total = ({ total: c }) => html`<dl class="ledger total"><dt>${t("imports.stated", { column: c.column, row: c.row })}</dt><dd>${figure(c.stated)}</dd><dt>${t("imports.summed")}</dt><dd>${figure(c.computed)}</dd>
  ${!c.agrees && difference(c) && html`<dt>${t("imports.between")}</dt><dd>${difference(c)}</dd>`}</dl>`;

/** A plain decimal with its digits, else nothing. @param {any} text @returns {[number, number] | null} */
function decimal(text) {
  const bare = String(text).replace(/[^0-9.,-]/g, "");
  return /^-?\d+(,\d{3})*(\.\d{1,3})?$/.test(bare) ? [Number(bare.replaceAll(",", "")), (bare.split(".")[1] || "").length] : null;
}

/** @param {number} n @param {number} digits */
const written = (n, digits) => number(n, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A total as all figures are written; as the file has it where it is no plain decimal. @param {any} text */
function figure(text) {
  const d = decimal(text);
  return d ? written(...d) : text;
}

/** How far the two are apart. @param {any} c */
function difference(c) {
  const [a, b] = [decimal(c.stated), decimal(c.computed)];
  return a && b ? written(Math.abs(a[0] - b[0]), Math.max(a[1], b[1])) : "";
}

/** Rows that could not be read, and why. @param {{rows: any[], all: number, file: string}} props */
export function Rejected({ rows, all, file }) {
  if (!all) return null;
  const columns = [
    { key: "row", label: t("imports.row"), show: (/** @type {any} */ r) => number(r.row) },
    { key: "column", label: t("imports.column"), show: (/** @type {any} */ r) => r.column || "–" },
    { key: "value", label: t("imports.says"), show: (/** @type {any} */ r) => html`<span class="cell">${r.value || "–"}</span>` },
    { key: "reason", label: t("imports.why"), show: (/** @type {any} */ r) => html`<span class="note">${r.reason}</span>` },
  ];
  return html`<section><h2>${t("imports.rejectedTitle", { n: all, file })}</h2>
    <${Table} caption=${t("imports.rejectedTitle", { n: all, file })} columns=${columns} rows=${rows} id=${(/** @type {any} */ r, /** @type {number} */ i) => r.row + "-" + i} />
    ${all > rows.length && html`<p class="note">${t("imports.more", { n: all - rows.length })}</p>`}</section>`;
}

/** @param {{warnings: string[]}} props */
export const Warnings = ({ warnings }) => warnings?.length > 0 && html`<section><h2>${t("imports.know")}</h2><ul class="warnings">${warnings.map((w, i) => html`<li key=${i} class="note">${w}</li>`)}</ul></section>`;
