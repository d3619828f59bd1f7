import { moment, money } from "../format.js";
import { request } from "../http.js";
import { html, useState } from "../preact.js";
import { report } from "../report.js";
import { useSession } from "../store.js";
import { useAgain } from "../again.js";
import { t } from "../text.js";
import { Button, Check, Failed, Notice, Page, Shown, Table, toast, useData } from "../ui/index.js";
import { useChoice } from "./choice.js";
import { lastWeek } from "./periods.js";
import { days, Places, Weeks } from "./controls.js";
import { write } from "./values.js";

/** The cards of a week: read, print, issue. */
export function Cards() {
  const { person, store } = useSession();
  const [choice, choose] = useChoice();
  const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const shop = choice.store || store.code || "";
  const week = useData(async (signal) => (await request("GET", `/api/scorecards/${choice.first}?store=${encodeURIComponent(shop)}`, undefined, { signal })).data, [choice.first, shop]);
  useAgain(week.refresh);
  const shown = week.data?.first === choice.first ? week : { ...week, data: undefined, error: week.loading ? null : week.error }; // never one week under the name of another
  const leads = person?.role !== "associate";
  const act = async (/** @type {string} */ what, /** @type {() => Promise<void>} */ work) => {
    if (busy) return;
    setBusy(what);
    setError(null);
    try {
      await work();
      week.refresh();
    } catch (wrong) {
      if (!(wrong instanceof Error && wrong.name === "HttpError")) report(wrong, what);
      setError(wrong);
    } finally {
      setBusy("");
    }
  };
  const print = (/** @type {string[]} */ associates) => act("print", async () => {
    const { data } = await request("POST", "/api/scorecards/print", { week: choice.first, store: shop, associates }, { as: "blob" });
    save(data, `scorecards-${week.data?.week || choice.first}.pdf`);
    toast(t("scorecards.printed"));
  });
  const issue = (/** @type {boolean} */ fresh) => act("issue", async () => {
    await request("POST", "/api/scorecards/issue", { week: choice.first, store: shop, fresh });
    toast(t("scorecards.issued"));
  });
  const toggle = (/** @type {string} */ code, /** @type {boolean} */ on) => setChosen(on ? [...chosen, code] : chosen.filter((c) => c !== code));
  return html`<${Page} title=${t("scorecards.cards")} lead=${shown.data ? days({ from: shown.data.first, to: shown.data.last }) + "." : ""} class="scorecards"
      acts=${html`<${Weeks} first=${choice.first} latest=${lastWeek(store)} start=${store.week_start} onPick=${(/** @type {string} */ first) => (setChosen([]), choose({ first }))} />`}>
    <${Places} at="cards" />
    <${Shown} of=${shown} lines=${6}>${(/** @type {any} */ d) => html`
      ${error ? html`<${Failed} error=${error} />` : null}
      <${State} d=${d} leads=${leads} busy=${busy} issue=${issue} />
      ${changedIn(d) && html`<${Changed} cards=${d.cards} late=${d.late} />`}
      <ul class="rows cards">${[...d.cards, ...d.aside].map((/** @type {any} */ c) => html`<${Card} key=${c.associate} c=${c} pick=${leads && c.associate} on=${chosen.includes(c.associate)} toggle=${toggle} print=${leads || c.associate ? () => print(c.associate ? [c.associate] : []) : null} />`)}</ul>
      ${leads && html`<div class="row doit"><${Button} kind="main" busy=${busy === "print"} onClick=${() => print([])}>${t("scorecards.printAll")}<//>
        <${Button} disabled=${!chosen.length} busy=${busy === "print"} onClick=${() => print(chosen)}>${chosen.length ? t("scorecards.printChosen", { n: chosen.length }) : t("scorecards.printSome")}<//></div>`}`}<//>
  <//>`;
}

/** Whether the week is issued, and what can be done about it. @param {{d: any, leads: boolean, busy: string, issue: (fresh: boolean) => void}} props */
function State({ d, leads, busy, issue }) {
  const team = d.cards[0];
  const button = (/** @type {boolean} */ fresh) => leads && html`<${Button} busy=${busy === "issue"} onClick=${() => issue(fresh)}>${t(fresh ? "scorecards.issueAnew" : "scorecards.issue")}<//>`;
  if (!d.over) return html`<${Notice} title=${t("scorecards.notOver")}>${t("scorecards.notOverNote")}<//>`;
  if (!team.issued) return html`<${Notice} title=${t("scorecards.notIssued")} act=${button(false)}>${t("scorecards.notIssuedNote")}<//>`;
  const changed = changedIn(d);
  return html`<${Notice} kind=${changed ? "here" : ""} title=${t("scorecards.issuedOn", { at: moment(team.issued) })} act=${changed && button(true)}>${t(changed ? "scorecards.changed" : "scorecards.keptNote")}<//>`;
}

/** Whether the book says something else by now, of somebody's card or of who has one. @param {any} d */
const changedIn = (d) => d.late.length > 0 || d.cards.some((/** @type {any} */ c) => c.changed);

/** What was kept beside what the book says by now. @param {{cards: any[], late: any[]}} props */
function Changed({ cards, late }) {
  const rows = [...cards.filter((c) => c.now).flatMap((c) => differences(c)), ...late.map((c) => newcomer(c))];
  return html`<section class="changed"><h2>${t("scorecards.changedTitle")}</h2><${Table} caption=${t("scorecards.changedTitle")} rows=${rows} id=${(/** @type {any} */ r) => r.id} columns=${[
    { key: "who", label: t("scorecards.card") },
    { key: "what", label: t("scorecards.figure") },
    { key: "kept", label: t("scorecards.kept"), num: true },
    { key: "now", label: t("scorecards.now"), num: true },
  ]} /></section>`;
}

/** Somebody who had no card when the week was issued, and sold in it as the book says now. @param {any} c */
const newcomer = (c) => ({ id: "late" + c.associate, who: c.name, what: t("scorecards.kept_week", { figure: t("scorecards.set_net_sales") }), kept: t("scorecards.noCard"), now: money(c.numbers.week.net_sales, { currency: c.numbers.currency || undefined }) });

/** @param {any} c a card with numbers and now */
function differences(c) {
  const who = c.associate ? c.name : t("scorecards.team");
  const say = (/** @type {any} */ v) => (typeof v === "number" ? money(v, { currency: c.numbers.currency || undefined }) : v.squares !== undefined ? mean(v) : t("scorecards.of", { n: v.n, of: v.of }));
  // the mean itself, with its n: the number of sales alone is no average
  const mean = (/** @type {any} */ v) => (v.n ? money(Math.round(v.sum / v.n), { currency: c.numbers.currency || undefined }) + ", " : "") + t(v.n === 1 ? "scorecards.one" : "scorecards.many", { n: v.n });
  const rows = [];
  for (const span of ["week", "period"]) {
    for (const key of Object.keys(c.now[span])) {
      const kept = say(c.numbers[span][key]), now = say(c.now[span][key]);
      if (kept !== now && key !== "units_per_transaction") rows.push({ id: c.associate + span + key, who, what: t("scorecards.kept_" + span, { figure: t("scorecards.set_" + key) }), kept, now });
    }
  }
  return rows.length ? rows : [{ id: c.associate, who, what: t("scorecards.changedBefore"), kept: "", now: "" }];
}

/** @param {{c: any, pick: any, on: boolean, toggle: (code: string, on: boolean) => void, print: (() => void) | null}} props */
function Card({ c, pick, on, toggle, print }) {
  const name = c.associate ? c.name : t("scorecards.team");
  const { week, currency } = c.numbers;
  return html`<li><div class="line"><span class="what"><span class="name">${name}</span><span class="note">${c.headline}</span>
      <span class="small">${t("scorecards.cardCounts", { n: week.average_sale.n, net: write("net_sales", week.net_sales, { currency, floor: 0 }).value ?? "" })}${c.changed ? " " + t("scorecards.changedTag") : ""}</span></span>
    <span class="end">${pick && html`<${Check} label=${html`<span class="visually-hidden">${t("scorecards.choose", { name })}</span>`} checked=${on} onInput=${(/** @type {boolean} */ v) => toggle(c.associate, v)} />`}
      ${print && c.associate && html`<${Button} kind="plain" aria-label=${t("scorecards.printOne", { name })} onClick=${print}>${t("scorecards.print")}<//>`}</span></div></li>`;
}

/** Hands a file to the browser. @param {Blob} blob @param {string} name */
function save(blob, name) {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob);
  a.download = name;
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 60000);
}
