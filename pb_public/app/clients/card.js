// The card of a client: who they are, what they bought, what is known.
import { html, useState } from "../preact.js";
import { money, shortDate } from "../format.js";
import { href } from "../router.js";
import { useNews } from "../realtime.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Failed, Loading, Notice, Page, useData } from "../ui/index.js";
import { card as read } from "./book.js";
import { Household } from "./household.js";
import { Margin } from "./facts.js";
import { Part } from "./part.js";
import { Purchases } from "./purchases.js";

/** Camille’s client since March 1, 2021. Last here on November 19, 2026. @param {any} c */
function lead(c) {
  const since = c.since ? shortDate(c.since) : "";
  const whose = c.owner
    ? t(since ? "clients.ofOwnerSince" : "clients.ofOwner", { name: c.owner.name, day: since })
    : since && t("clients.since", { day: since });
  const last = c.purchases[0] && t("clients.lastOn", { day: shortDate(c.purchases[0].date) });
  return [c.deceased && t("clients.deceased") + ".", whose, last].filter(Boolean).join(" ") || t("clients.noPurchases");
}

/** @param {{card: any}} props */
export function Sums({ card: { value, receipts, purchases } }) {
  const sum = (/** @type {number} */ minor) => money(minor, { currency: value.currency, whole: true });
  const oldest = receipts === purchases.length && purchases.length ? purchases[purchases.length - 1].date.slice(0, 4) : "";
  return html`<div class="sums">
    <div class="figure"><b>${sum(value.months12)}</b><p class="small">${t("clients.months12")}</p></div>
    <div class="figure"><b>${sum(value.months24)}</b><p class="small">${t("clients.months24")}</p></div>
    <div class="figure"><b>${sum(value.all)}</b><p class="small">${t(oldest ? "clients.allSince" : "clients.allTime", { n: receipts, year: oldest })}</p></div>
  </div>`;
}

/** @param {{params: {id: string}}} props */
export function CardPage({ params: { id } }) {
  const { person } = useSession();
  const of = useData((signal) => read(id, signal), [id]);
  const [part, open] = useState("");
  useNews("clients/" + id, of.refresh);
  const c = of.data;
  useNews(c?.household ? "households/" + c.household.id : "", of.refresh);
  if (!c) return html`<${Page} title=${t("clients.title")}>${of.error ? html`<${Failed} error=${of.error} retry=${of.refresh} />` : html`<${Loading} lines=${8} />`}<//>`;
  const done = () => (open(""), of.refresh());
  const acts = html`<${Button} kind="main" href=${href(`/clients/${id}/edit`)}>${t("clients.edit")}<//>
    <${Button} href=${href(`/clients/${id}/history`)}>${t("clients.history")}<//>
    <${Button} kind="plain" href=${href(`/clients/${id}/merge`)}>${t("clients.joinAnother")}<//>`;
  const manages = person?.role !== "associate";
  return html`<${Page} title=${c.name} lead=${lead(c)} acts=${acts} class="client">
    ${of.error && html`<${Failed} error=${of.error} retry=${of.refresh} />`}
    <${Sums} card=${c} />
    ${c.duplicates > 0 && html`<${Notice} kind="here" title=${t("clients.doubleHere", { n: c.duplicates })} act=${html`<${Button} href=${href("/clients/duplicates")}>${t("clients.lookDoubles")}<//>`} />`}
    <div class="split"><${Purchases} card=${c} /><${Margin} card=${c} onChange=${open} /></div>
    ${part && part !== "household" && html`<${Part} key=${part} part=${part} card=${c} manages=${manages} onChanged=${of.refresh} onClose=${() => open("")} />`}
    ${part === "household" && html`<${Household} card=${c} onDone=${done} onClose=${() => open("")} />`}
  <//>`;
}
