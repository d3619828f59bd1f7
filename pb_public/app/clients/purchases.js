// What a client bought: receipts with their lines, shares and source.
import { html, useState } from "../preact.js";
import { money, number, percent, shortDate } from "../format.js";
import { t } from "../text.js";
import { Button, Empty, Tag } from "../ui/index.js";

const first = 10;

/** Quantities are thousandths. @param {any} l */
const pieces = (l) => (l.quantity === 1000 ? "" : t("clients.quantity", { n: number(l.quantity / 1000, { maximumFractionDigits: 3 }) }));

/** Camille 60%, Dario 40%. One person alone needs no share. @param {any[]} shares */
function shared(shares) {
  const one = shares.length === 1 && shares[0].basis_points === 10000;
  return shares.map((s) => {
    const name = s.name || t("clients.nobody");
    return one ? name : t("clients.shared", { name, share: percent(s.basis_points / 10000) });
  }).join(", ");
}

/** @param {{line: any, currency: string}} props */
function Line({ line: l, currency }) {
  const sum = (/** @type {number} */ minor) => money(minor, { currency });
  const facts = [l.sku, l.category, l.brand, l.metal, l.stone, l.serial && t("clients.serial", { number: l.serial }), pieces(l), shared(l.shares), l.returned && t("clients.returned", { sum: sum(l.returned) })];
  return html`<li><div><p>${l.description || l.sku || t("clients.kind_other")}</p><p class="small">${facts.filter(Boolean).join(" · ")}</p></div><span>${sum(l.net)}</span></li>`;
}

/**
 * What the file says of a receipt's whole: many name no total, some no tax.
 * @param {any} r @param {(minor: number) => string} sum
 */
function total(r, sum) {
  if (!r.total) return r.tax && t("clients.taxOnly", { tax: sum(r.tax) });
  return t(r.tax ? "clients.totalTax" : "clients.totalOnly", { total: sum(r.total), tax: sum(r.tax) });
}

/** @param {{receipt: any, currency: string}} props */
function Receipt({ receipt: r, currency }) {
  const sum = (/** @type {number} */ minor) => money(minor, { currency });
  const names = r.lines.map((/** @type {any} */ l) => l.description || l.sku).filter(Boolean);
  const title = names.join(", ") || t("clients.kind_" + r.kind);
  const note = [t("clients.receipt", { number: r.number }), r.associate, r.original_number && t("clients.original", { number: r.original_number })].filter(Boolean).join(". ");
  const source = r.file ? t("clients.fromRow", { file: r.file, row: String(r.row) }) : t("clients.byHand");
  const back = r.refunded !== 0 && t("clients.refunded", { sum: sum(r.refunded) });
  return html`<li><details>
    <summary><span class="note">${shortDate(r.date)}</span><span class="what"><span>${title}</span><span class="small">${note} ${r.kind !== "sale" && html`<${Tag}>${t("clients.kind_" + r.kind)}<//>`}</span></span><b>${sum(r.net)}</b></summary>
    <div class="inside"><ul class="lines">${r.lines.map((/** @type {any} */ l) => html`<${Line} key=${l.id} line=${l} currency=${currency} />`)}</ul>
      ${r.note && html`<p class="small">${t("clients.receiptNote", { note: r.note })}</p>`}
      <p class="small">${[total(r, sum), back, source].filter(Boolean).join(". ")}</p></div>
  </details></li>`;
}

/** @param {{card: any}} props */
export function Purchases({ card }) {
  const [whole, setWhole] = useState(false);
  const { purchases, receipts, value } = card;
  const shown = whole ? purchases : purchases.slice(0, first);
  return html`<section class="bought"><h2>${t("clients.purchases")}</h2>
    ${purchases.length === 0 && html`<${Empty} title=${t("clients.noPurchases")} />`}
    <ul class="buys">${shown.map((/** @type {any} */ r) => html`<${Receipt} key=${r.id} receipt=${r} currency=${value.currency} />`)}</ul>
    ${purchases.length > shown.length && html`<p class="row all"><${Button} kind="plain" onClick=${() => setWhole(true)}>${t("clients.allReceipts", { n: receipts })}<//></p>`}
    ${whole && receipts > purchases.length && html`<p class="note all">${t("clients.newestOnly", { n: purchases.length, of: receipts })}</p>`}
  </section>`;
}
