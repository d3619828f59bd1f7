// This week beside the last one: counts and sums as they are, and no verdict,
// since a week tells too little for one.
import { dayOf, now } from "../format.js";
import { html } from "../preact.js";
import { request } from "../http.js";
import { useAgain } from "../again.js";
import { href } from "../router.js";
import { t } from "../text.js";
import { Figure } from "../scorecards/opens.js";
import { weekName } from "../scorecards/periods.js";
import { write } from "../scorecards/values.js";
import { Button, Empty, Shown, Table, useData } from "../ui/index.js";

/** @param {{person: any, store: Record<string, any>}} props */
export function Weeks({ person, store }) {
  const own = person.role === "associate";
  const today = dayOf(new Date(now().getTime() - (store.day_cutover || 0) * 60000));
  const weeks = useData(async (signal) => {
    const ask = async (/** @type {string} */ associate) => ({ ...(await request("POST", "/api/figures/trend", { store: store.code || "", associate, from: today, to: today, by: "week", n: 3 }, { signal })).data, associate });
    const [shop, mine] = await Promise.all([ask(""), own ? ask(person.code) : null]);
    return { shop, mine };
  }, [person.id, store.code, today]);
  useAgain(weeks.refresh);
  return html`<section class="weeks-now"><div class="head-row"><h2>${t(own ? "home.yourWeek" : "home.week")}</h2><${Button} kind="plain" href=${href("/scorecards")}>${t("home.everyFigure")}<//></div>
    <${Shown} of=${weeks} lines=${4}>${(/** @type {any} */ d) => html`<${Figures} d=${d} store=${store} />`}<//></section>`;
}

/** @param {{d: any, store: Record<string, any>}} props */
function Figures({ d, store }) {
  const by = { currency: d.shop.currency || "", floor: store.floor || 5 };
  const all = [d.mine, d.shop].filter(Boolean);
  if (all.every((a) => a.points.every((/** @type {any} */ p) => !p.figures.sales_count && !p.figures.net_sales))) return html`<${Empty} title=${t("home.noSales")}>${t("home.noSalesNote")}<//>`;
  const rows = all.flatMap((a) => lines(a, by, store, d.mine && a === d.shop ? "shop_" : ""));
  const names = d.shop.points.map((/** @type {any} */ p) => weekName(p.from, store.week_start));
  return html`<${Table} caption=${t("home.week")} rows=${rows} id=${(/** @type {any} */ r) => r.label} columns=${[
    { key: "label", label: t("scorecards.figure") },
    { key: "c", label: t("home.soFar", { week: names[2] }), num: true },
    { key: "b", label: names[1], num: true },
    { key: "a", label: names[0], num: true },
  ]} />`;
}

/** Net, sales and add-ons of three weeks; each number opens its receipts. @param {any} trend @param {{currency: string, floor: number}} by @param {Record<string, any>} store @param {string} whose */
function lines(trend, by, store, whose) {
  const row = (/** @type {string} */ name, /** @type {string} */ figure, /** @type {(f: any) => string} */ say) => {
    const label = t("home." + whose + name);
    const [a, b, c] = trend.points.map((/** @type {any} */ p, /** @type {number} */ i) => {
      const week = weekName(p.from, store.week_start), text = say(p.figures);
      return html`<${Figure} figure=${figure} value=${p.figures[figure]} label=${week} scope=${{ from: p.from, to: p.to, store: store.code || "", associate: trend.associate }} ...${by} name=${`${label}, ${week}: ${text}`}>${i === 2 ? html`<b>${text}</b>` : text}<//>`;
    });
    return { label, a, b, c };
  };
  return [
    row("net", "net_sales", (f) => write("net_sales", f.net_sales ?? 0, by).value ?? ""),
    row("sales", "sales_count", (f) => write("sales_count", f.sales_count ?? 0, by).value ?? ""),
    row("addOns", "secondary_sales_rate", (f) => (f.secondary_sales_rate?.of ? write("secondary_sales_rate", f.secondary_sales_rate, by).n : t("home.none"))),
  ];
}
