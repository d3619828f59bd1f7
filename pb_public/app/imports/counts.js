// What an import does or did, in words and in a column of figures.
import { html } from "../preact.js";
import { money, number, shortDate } from "../format.js";
import { has, t } from "../text.js";
import { Table, Tag } from "../ui/index.js";

/** As a sentence begins. @param {string} s */
export const begin = (s) => s.charAt(0).toUpperCase() + s.slice(1);

/** 412 receipts with 903 lines, net sales $58,010.00. @param {any} r */
export function outcome(r) {
  const parts = [];
  if (r.receipts) parts.push(t("imports.receipts", { n: r.receipts }) + " " + t("imports.withLines", { n: r.lines }));
  if (r.receipts && r.currency) parts.push(t("imports.netOf", { sum: money(r.net, { currency: r.currency }) }));
  if (r.updated) parts.push(t("imports.corrected", { n: r.updated }));
  return parts.join(", ") || t("imports.nothingNew");
}

/** @param {string} first @param {string} last */
export const days = (first, last) => (!first ? "" : first === last ? shortDate(first) : t("imports.days", { first: shortDate(first), last: shortDate(last) }));

/** A reason in the words of the catalog, or as it stands. @param {string} why */
function reason(why) {
  const [kind, cell] = why.split(": ");
  const key = "out_" + kind.replaceAll(" ", "_");
  return has("imports." + key) ? t("imports." + key, { cell }) : why;
}

/** What of the file is in no figure, and why. @param {{result: any}} props */
export const LeftOut = ({ result }) => (result.left_out?.length || result.uncounted?.length) > 0 && html`<section><h2>${t("imports.leftOut")}</h2>
  <dl class="ledger">${result.left_out?.map((/** @type {any} */ l) => html`<dt>${reason(l.why)}</dt><dd>${t("imports.nRows", { n: l.count })}</dd>`)}
  ${result.uncounted?.map((/** @type {any} */ l) => html`<dt>${reason(l.why)}</dt><dd>${t("imports.receiptsN", { n: l.count })}</dd>`)}</dl>
  ${result.uncounted?.length > 0 && html`<p class="note">${t("imports.uncounted")}</p>`}</section>`;

/** Label and figure, where there is a figure. @param {{entries: [string, any][]}} props */
export const Ledger = ({ entries }) => html`<dl class="ledger">${entries.filter(([, n]) => n !== undefined && n !== 0).map(([label, n]) => html`<dt>${label}</dt><dd>${typeof n === "number" ? number(n) : n}</dd>`)}</dl>`;

/** @param {any} r result of a dry run or of an import @param {any} [more] */
export const entries = (r, more = {}) => /** @type {[string, any][]} */ ([
  [t("imports.cDays"), days(r.first_date, r.last_date) || undefined],
  [t("imports.cReceipts"), r.receipts || "0"],
  [t("imports.cLines"), r.lines],
  [t("imports.cNet"), r.net && r.currency ? money(r.net, { currency: r.currency }) : 0],
  [t("imports.cUpdated"), r.updated],
  [t("imports.cFrom"), r.updated && r.currency ? money(r.corrected_from || 0, { currency: r.currency }) : 0],
  [t("imports.cTo"), r.updated && r.currency ? money(r.corrected_to || 0, { currency: r.currency }) : 0],
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

/**
 * Totals that the file states, beside the sums of its rows; and what the rows
 * kept aside are to them.
 * @param {{totals: any[], currency: string}} props
 */
export function Totals({ totals, currency }) {
  if (!totals?.length) return html`<p class="note">${t("imports.noTotals")}</p>`;
  const apart = totals.filter((c) => !c.agrees);
  const shown = (apart.length ? apart : totals).slice(0, most);
  const words = apart.length ? t(totals.length > apart.length ? "imports.apartOf" : "imports.apart", { n: apart.length, all: totals.length }) : t("imports.agrees", { n: totals.length });
  return html`<p><${Tag} alert=${apart.length > 0}>${t(apart.length ? "imports.apartTag" : "imports.agreesTag")}<//></p>
    ${shown.map((c) => html`<${Total} key=${c.row + c.column} total=${c} currency=${c.money ? currency : ""} />`)}
    <p class="note">${words}${apart.length > 0 && !apart.some((c) => c.aside_in || c.aside_mute) && " " + t("imports.apartWhy")}</p>`;
}

/** Whether a total of the file is not the sum of its rows. @param {any} result */
export const isApart = (result) => Boolean(result?.control_totals.some((/** @type {any} */ c) => !c.agrees));

const most = 4;

/** @param {{total: any, currency: string}} props */
const Total = ({ total: c, currency }) => html`<dl class="ledger total"><dt>${t("imports.stated", { column: c.column || t("imports.row"), row: c.row })}</dt><dd>${figure(c.stated, currency)}</dd><dt>${t("imports.summed")}</dt><dd>${figure(c.computed, currency)}</dd>
  ${!c.agrees && difference(c, currency) && html`<dt>${t("imports.between")}</dt><dd>${difference(c, currency)}</dd>`}</dl>
  ${c.aside_in > 0 && html`<p class="note">${t("imports.asideIn", { n: c.aside_in, sum: figure(c.aside_sum, currency) })}</p>`}
  ${c.aside_mute > 0 && !c.agrees && html`<p class="note">${t("imports.asideMute", { n: c.aside_mute })}</p>`}`;

/** A plain decimal with its digits, else nothing. @param {any} text @returns {[number, number] | null} */
function decimal(text) {
  const bare = String(text).replace(/[^0-9.,-]/g, "");
  return /^-?\d+(,\d{3})*(\.\d{1,3})?$/.test(bare) ? [Number(bare.replaceAll(",", "")), (bare.split(".")[1] || "").length] : null;
}

/** @param {number} n @param {number} digits @param {string} currency empty: it is no amount */
const written = (n, digits, currency) => number(n, currency ? { style: "currency", currency } : { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A total as all figures are written; as the file has it where it is no plain decimal. @param {any} text @param {string} currency */
function figure(text, currency) {
  const d = decimal(text);
  return d ? written(...d, currency) : text;
}

/** How far the two are apart. @param {any} c @param {string} currency */
function difference(c, currency) {
  const [a, b] = [decimal(c.stated), decimal(c.computed)];
  return a && b ? written(Math.abs(a[0] - b[0]), Math.max(a[1], b[1]), currency) : "";
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
