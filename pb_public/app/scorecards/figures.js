import { request } from "../http.js";
import { html } from "../preact.js";
import { useAgain } from "../again.js";
import { storeName, useSession } from "../store.js";
import { t } from "../text.js";
import { Empty, Failed, Loading, Page, Shown, useData } from "../ui/index.js";
import { definitions } from "./behind.js";
import { Chart } from "./chart.js";
import { scopeOf, useChoice } from "./choice.js";
import { Cuts, days, Period, Places, said, Weeks } from "./controls.js";
import { Opens, useOpen } from "./opens.js";
import { lastWeek, spanOf, weekName } from "./periods.js";
import { ByRow, Every, Lead } from "./tables.js";
import { write as written } from "./values.js";

const ask = async (/** @type {string} */ path, /** @type {any} */ body, /** @type {AbortSignal} */ signal) => (await request("POST", path, body, { signal })).data;

/** The rows of a cut as choices. @param {any} answer */
const options = (answer) => answer.rows.map((/** @type {any} */ r) => ({ value: r.key, label: r.label }));

/** What was fetched, unless it answers an earlier choice. @param {any} got @param {string} asked */
const fresh = (got, asked) => (got.data?.asked === asked ? got : { ...got, data: undefined, error: got.loading ? null : got.error });

/** The figures of a period. */
export function Figures() {
  const { person, store } = useSession();
  const [choice, choose] = useChoice();
  const open = useOpen();
  const scope = scopeOf(choice);
  const { before } = spanOf(choice.period, choice.first);
  const narrow = [choice.store, choice.associate, choice.product_line, choice.brand, choice.shift, choice.weekday];
  const by = choice.period === "months" ? "month" : "week";
  const of = JSON.stringify(scope) + by;
  const asked = of + choice.by;
  const words = useData(definitions, []);
  const lists = useData((signal) => choices(choice, person, signal), [choice.store, choice.first]);
  const now = useData(async (signal) => ({ asked, by: choice.by, ...(await ask("/api/figures", { ...scope, by: choice.by, before_from: before.from, before_to: before.to }, signal)) }), [...narrow, choice.by, scope.from, scope.to]);
  const trend = useData(async (signal) => ({ asked: of, ...(await ask("/api/figures/trend", { ...scope, by, n: 13 }, signal)) }), [...narrow, by, scope.to]);
  const all = () => [words, lists, now, trend].forEach((part) => part.refresh());
  useAgain(all);
  const people = lists.data?.people || [];
  const shop = choice.store === store.code ? storeName(store) : choice.store || t("scorecards.all_store");
  const name = (/** @type {string} */ key) => words.data?.find((/** @type {any} */ d) => d.name === key)?.label || "";
  const show = (/** @type {string} */ figure, /** @type {any} */ value, /** @type {any} */ more) => open({ figure, value, label: more?.label, scope: { ...scope, ...more?.scope }, currency: now.data?.currency || "", floor: now.data?.floor || 5 });
  return html`<${Page} title=${t("scorecards.title")} lead=${said(choice, people, shop, store)} class="scorecards"
      acts=${html`<${Weeks} first=${choice.first} latest=${lastWeek({ ...store, week_start: store.week_start })} start=${store.week_start} onPick=${(/** @type {string} */ first) => choose({ first })} />`}>
    <${Places} at="figures" />
    <div class="choose"><${Period} choice=${choice} choose=${choose} />
      <${Cuts} choice=${choice} choose=${choose} people=${people} brands=${lists.data?.brands || []} stores=${lists.data?.stores || []} /></div>
    <${Shown} of=${{ ...fresh(now, asked), refresh: all }} lines=${8}>${(/** @type {any} */ d) => body(d)}<//>
  <//>`;

  function body(/** @type {any} */ d) {
    if (!words.data) return words.error ? html`<${Failed} error=${words.error} retry=${all} />` : html`<${Loading} />`;
    const row = d.rows[0];
    if (!d.by && !row?.figures?.sales_count && !row?.figures?.net_sales) return html`<${Empty} title=${t("scorecards.nothing")}>${t("scorecards.nothingNote")}<//>`;
    const shared = { words: words.data, currency: d.currency, floor: d.floor, show };
    return html`${!d.by && html`<${Lead} ...${shared} figures=${row.figures} />`}
      <section><h2>${d.by ? t("scorecards.by_" + d.by) : t("scorecards.every")}</h2>
        ${d.by ? html`<${ByRow} ...${shared} rows=${d.rows} by=${d.by} />` : html`<${Every} ...${shared} row=${row} chosen=${choice.figure} />`}
        <p class="small legend">${t("scorecards.legend", { before: days({ from: d.before_from, to: d.before_to }) })}</p></section>
      <section><h2>${t("scorecards.trend", { figure: name(choice.figure) })}</h2>
        <div class="pickone"><label class="label" for="trend-figure">${t("scorecards.trendOf")}</label><select id="trend-figure" class="input" onChange=${(/** @type {any} */ e) => choose({ figure: e.target.value })}>
          ${words.data.filter((/** @type {any} */ w) => w.name !== "rung_sales").map((/** @type {any} */ w) => html`<option key=${w.name} value=${w.name} selected=${w.name === choice.figure}>${w.label}</option>`)}</select></div>
        <${Shown} of=${fresh(trend, of)} lines=${4}>${(/** @type {any} */ tr) => html`<${Chart} figure=${choice.figure} label=${name(choice.figure)} points=${tr.points} by=${tr.by} currency=${tr.currency || ""} floor=${d.floor} show=${show} />
          ${tr.last_year && html`<p class="note">${t("scorecards.lastYear", { week: weekName(tr.last_year.from, store.week_start), days: days(tr.last_year) })} ${lastYear(tr.last_year, d)}</p>`}`}<//>
      </section>`;
  }

  function lastYear(/** @type {any} */ p, /** @type {any} */ d) {
    const f = p.figures[choice.figure];
    if (f === undefined) return t("scorecards.few");
    const { value, n } = written(choice.figure, f, d);
    const words = value === null ? `${t("scorecards.few")} (${n})` : n ? `${value} (${n})` : value;
    return html`<${Opens} name=${name(choice.figure) + ", " + days(p) + ": " + words} onClick=${() => show(choice.figure, f, { label: days(p), scope: { from: p.from, to: p.to } })}>${words}<//>`;
  }
}

/**
 * Whom and what one can choose among: the rows of the last thirteen months.
 * @param {import("./choice.js").Choice} choice @param {any} person @param {AbortSignal} signal
 */
async function choices(choice, person, signal) {
  const { from, to } = spanOf("months", choice.first);
  const scope = { from, to, store: choice.store };
  const [people, brands, stores] = await Promise.all([
    ask("/api/figures", { ...scope, by: "associate" }, signal),
    ask("/api/figures", { ...scope, by: "brand" }, signal),
    person?.role === "owner" ? ask("/api/figures", { from, to, by: "store" }, signal).catch(() => ({ rows: [] })) : { rows: [] },
  ]);
  const mine = options(people);
  return { people: person?.role === "associate" ? mine.map((/** @type {any} */ o) => ({ value: o.value, label: t("scorecards.me", { name: o.label }) })) : mine, brands: options(brands), stores: options(stores) };
}
