// Pairs of records that may be one person, side by side, with the reason.
import { html, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { money, shortDate } from "../format.js";
import { report } from "../report.js";
import { href } from "../router.js";
import { useAgain } from "../again.js";
import { t } from "../text.js";
import { Button, Empty, Failed, Page, Shown, toast, useData } from "../ui/index.js";
import { change } from "./book.js";
import { why } from "./words.js";

const atOnce = 10;

export function Duplicates() {
  const of = useData(async (signal) => (await request("GET", "/api/duplicates", undefined, { signal })).data, []);
  useAgain(of.refresh);
  const [shown, setShown] = useState(atOnce);
  const lead = of.data && of.data.total > 0 ? t("clients.doublesLead", { n: of.data.total }) : "";
  const empty = html`<${Empty} title=${t("clients.doublesNone")} act=${html`<${Button} href=${href("/clients")}>${t("clients.find")}<//>`}>${t("clients.doublesNoneNote")}<//>`;
  return html`<${Page} title=${t("clients.doublesTitle")} lead=${lead} class="clients">
    <${Shown} of=${of} isEmpty=${(/** @type {any} */ d) => d.pairs.length === 0} empty=${empty}>${(/** @type {any} */ d) => html`
      ${d.pairs.slice(0, shown).map((/** @type {any} */ p) => html`<${Pair} key=${p.id} pair=${p} onDone=${of.refresh} />`)}
      ${d.pairs.length > shown && html`<p class="row"><${Button} onClick=${() => setShown(shown + atOnce)}>${t("clients.moreDoubles")}<//></p>`}`}<//>
  <//>`;
}

/** The record with more receipts stays; the older one where they have as many. @param {any} a @param {any} b */
const stays = (a, b) => (a.receipts !== b.receipts ? a.receipts > b.receipts : a.created <= b.created);

/** @param {{pair: any, onDone: () => void}} props */
function Pair({ pair, onDone }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [keep, drop] = stays(pair.client, pair.other) ? [pair.client, pair.other] : [pair.other, pair.client];
  const decide = async (/** @type {string} */ state, /** @type {number} */ rev) => (await change("duplicates", pair.id, { state }, { ifMatch: `"${rev}"` })).data.rev;
  const differ = async () => {
    setBusy(true);
    setError(null);
    try {
      const rev = await decide("different", pair.rev);
      onDone();
      toast(t("clients.differentDone"), { undo: async () => (await decide("open", rev), onDone()) });
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) report(wrong, "deciding");
      setError(wrong);
      setBusy(false);
    }
  };
  return html`<section class="pair"><p class="quiet">${why(pair.reason)}</p>
    <div class="sides"><${Side} of=${keep} beside=${drop} /><${Side} of=${drop} beside=${keep} /></div>
    ${error && html`<${Failed} error=${error} retry=${onDone} />`}
    <div class="row"><${Button} href=${href(`/clients/${keep.id}/merge/${drop.id}`)}>${t("clients.same")}<//><${Button} kind="plain" busy=${busy} onClick=${differ}>${t("clients.different")}<//></div>
  </section>`;
}

/** What tells the two apart, line by line. @param {any} c @returns {string[][]} */
const known = (c) => [
  ["contacts", c.contacts.join(", ")], ["inPos", c.numbers.join(", ")], ["home", c.household], ["looksAfter", c.owner],
  ["receipts", String(c.receipts)], ["total", c.receipts ? money(c.net) : ""], ["first", c.first && shortDate(c.first)], ["last", c.last && shortDate(c.last)], ["inBook", shortDate(c.created)],
];

/** Lines that are empty on both sides are left out. @param {{of: any, beside: any}} props */
function Side({ of: c, beside }) {
  const other = known(beside);
  const rows = known(c).filter(([, value], i) => value || other[i][1]);
  return html`<div class="side"><h2><a href=${href("/clients/" + c.id)}>${c.name}</a></h2>
    <dl>${rows.map(([key, value]) => html`<div key=${key}><dt>${t("clients." + key)}</dt><dd class=${value ? "" : "few"}>${value || t("clients.none1")}</dd></div>`)}</dl></div>`;
}
