import { money, number, shortDate } from "../format.js";
import { request } from "../http.js";
import { html, useEffect, useState } from "../preact.js";
import { report } from "../report.js";
import { href, screensOf } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Dialog, Failed, Loading } from "../ui/index.js";
import { kindOf, write } from "./values.js";

const page = 25;

/** @type {Promise<any[]> | null} */
let words = null;

/** Every figure and its formula; they are the same for everybody. @returns {Promise<any[]>} */
export function definitions() {
  words ??= request("GET", "/api/figures/definitions").then(({ data }) => data.figures);
  words.catch(() => (words = null));
  return words;
}

/**
 * A figure opened: its formula, what it is here, and the receipts behind it.
 * @param {import("./opens.js").Opened & {onClose: () => void}} props
 */
export function Behind({ figure, value, label, note, scope, currency, floor, onClose }) {
  const [definition, setDefinition] = useState(/** @type {any} */ (null));
  const [rows, setRows] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [busy, setBusy] = useState(false);
  const load = async (/** @type {any[]} */ have) => {
    setBusy(true);
    setError(null);
    try {
      const [{ data }, all] = await Promise.all([request("POST", "/api/figures/rows", { scope, figure, skip: have.length, limit: page }), definitions()]);
      setDefinition(all.find((d) => d.name === figure));
      setRows({ ...data, receipts: [...have, ...data.receipts] });
    } catch (wrong) {
      if (!(wrong instanceof Error && wrong.name === "HttpError")) report(wrong, "rows");
      setError(wrong);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => void load([]), []);
  const said = value === undefined ? null : write(figure, value, { currency, floor, exact: true });
  return html`<${Dialog} wide title=${label ? t("scorecards.figureOf", { figure: definition?.label || "", who: label }) : definition?.label || ""} onClose=${onClose}
      top=${html`<${Button} kind="plain" onClick=${onClose}>${t("app.close")}<//>`}
      acts=${html`${rows && rows.receipts.length < rows.count && html`<${Button} busy=${busy} onClick=${() => load(rows.receipts)}>${t("scorecards.more")}<//>`}`}>
    ${definition && html`<div class="formula"><p>${definition.plain}</p><p class="small">${t("scorecards.exactly", { formula: definition.formula })}</p></div>`}
    ${said && html`<p class="lead serif here">${said.value ?? t("scorecards.few")} ${said.n && html`<span class="note">${said.n} ${said.interval}</span>`}</p>`}
    ${note && html`<p class="note">${note}</p>`}
    ${error ? html`<${Failed} error=${error} retry=${() => load(rows?.receipts || [])} />` : null}
    ${!rows && !error && html`<${Loading} />`}
    ${rows && html`<div><h3>${kindOf(figure) === "rate" ? t("scorecards.met_" + figure, { n: number(rows.n), of: number(rows.of) }) : t("scorecards.receipts", { n: rows.count })}</h3>
      ${kindOf(figure) === "rate" && rows.count !== rows.of && html`<p class="small">${t("scorecards.receipts", { n: rows.count })}</p>`}
      ${rows.count === 0 ? html`<p class="note">${t("scorecards.noReceipts")}</p>` : html`<ul class="behind">${rows.receipts.map((/** @type {any} */ r, /** @type {number} */ i) => html`<${Receipt} key=${r.id + i} r=${r} figure=${figure} currency=${currency} />`)}</ul>`}</div>`}
  <//>`;
}

/** @param {{r: any, figure: string, currency: string}} props */
function Receipt({ r, figure, currency }) {
  const cash = (/** @type {number} */ v) => money(v, { currency: currency || undefined });
  const { person } = useSession();
  const linked = screensOf(person?.role || "").some((s) => s.name === "clients");
  const client = !r.client ? (r.identified ? t("scorecards.otherClient") : t("scorecards.noClient")) : linked ? html`<a href=${href("/clients/" + r.client.id)}>${r.client.name}</a>` : r.client.name;
  const rate = kindOf(figure) === "rate" || figure === "return_rate";
  return html`<li class=${r.counted ? "" : "out"}>
    <div class="head"><b>${r.number}</b><span>${shortDate(r.date)}</span><p class="person">${client}${r.associate ? html` <span class="small">${r.associate}</span>` : ""}</p><span class="sum">${amount(r, figure, cash)}</span></div>
    ${r.refund && html`<p class="small">${t("scorecards.refund")}</p>`}
    ${rate && !r.counted && !r.refund && html`<p class="small">${t("scorecards.lacks_" + figure)}</p>`}
    <ul class="lines">${r.lines.map((/** @type {any} */ l, /** @type {number} */ i) => html`<li key=${i} class=${l.counted ? "counted" : ""}><span>${l.description || t("scorecards.noDescription")} <span class="small">${t("scorecards.role_" + l.role)}${l.quantity !== 1000 ? ", " + number(l.quantity / 1000) : ""}</span></span><span>${cash(l.net)}${l.counted ? html`<span class="visually-hidden"> ${t("scorecards.lineCounts")}</span>` : ""}</span></li>`)}</ul>
  </li>`;
}

/** What the receipt adds to the figure. @param {any} r @param {string} figure @param {(v: number) => string} cash */
function amount(r, figure, cash) {
  if (figure === "units_per_transaction") return number(r.amount / 1000);
  const sums = kindOf(figure) === "money" || kindOf(figure) === "mean";
  return cash(sums ? r.amount : r.net);
}
