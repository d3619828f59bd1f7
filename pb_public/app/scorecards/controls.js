import { date } from "../format.js";
import { href } from "../router.js";
import { html } from "../preact.js";
import { t } from "../text.js";
import { Button, Chips, Select, Tabs } from "../ui/index.js";
import { useSession } from "../store.js";
import { keyName } from "./parts.js";
import { addDays, spanOf, weekName } from "./periods.js";

/** @param {{at: "figures"|"cards"}} props */
export const Places = ({ at }) => html`<${Tabs} label=${t("scorecards.places")} items=${[
  { href: href("/scorecards"), label: t("scorecards.figures"), here: at === "figures" },
  { href: href("/scorecards/cards"), label: t("scorecards.cards"), here: at === "cards" },
]} />`;

/** One week back and on. @param {{first: string, latest: string, start?: string, onPick: (first: string) => void}} props */
export const Weeks = ({ first, latest, start, onPick }) => html`<div class="weeks" role="group" aria-label=${t("scorecards.chooseWeek")}>
  <${Button} kind="plain" onClick=${() => onPick(addDays(first, -7))}>${t("scorecards.earlier")}<//>
  <p class="lead serif" aria-live="polite">${weekName(first, start)}</p>
  <${Button} kind="plain" disabled=${first >= latest} onClick=${() => onPick(addDays(first, 7))}>${t("scorecards.later")}<//>
</div>`;

/** November 9, 2026 to November 15, 2026. @param {{from: string, to: string}} span */
export const days = ({ from, to }) => t("scorecards.days", { from: date(from), to: date(to) });

const periods = /** @type {const} */ (["week", "weeks", "months", "lastYear"]);
const lists = {
  product_line: ["watch", "jewelry", "none"],
  shift: ["morning", "afternoon", "evening", "unknown"],
  weekday: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
};

/** Which period. @param {{choice: import("./choice.js").Choice, choose: (c: any) => void}} props */
export const Period = ({ choice, choose }) => html`<${Chips} label=${t("scorecards.period")} chosen=${[choice.period]} onToggle=${(/** @type {string} */ period) => choose({ period })}
  options=${periods.map((p) => ({ value: p, label: t("scorecards.period_" + p) }))} />`;

/**
 * What of the store's book is counted.
 * @param {{choice: import("./choice.js").Choice, choose: (c: any) => void, people: {value: string, label: string}[], brands: {value: string, label: string}[], stores: {value: string, label: string}[]}} props
 */
export function Cuts({ choice, choose, people, brands, stores }) {
  const { store } = useSession();
  const pick = (/** @type {"product_line"|"shift"|"weekday"|"associate"|"brand"|"store"|"by"} */ name, /** @type {{value: string, label: string}[]} */ options) =>
    html`<${Select} key=${name} label=${t("scorecards.cut_" + name)} value=${choice[name]} options=${options} onInput=${(/** @type {string} */ v) => choose(name === "store" ? { store: v, associate: "", brand: "" } : { [name]: v })} />`;
  const list = (/** @type {keyof typeof lists} */ name) => [{ value: "", label: t("scorecards.all_" + name) }, ...lists[name].map((v) => ({ value: v, label: keyName(v, store) }))];
  return html`<details class="cuts"><summary>${t("scorecards.narrow")}</summary><div class="fields">
    ${stores.length > 1 && pick("store", [{ value: "", label: t("scorecards.all_store") }, ...stores])}
    ${pick("associate", [{ value: "", label: t("scorecards.everyone") }, ...people])}
    ${pick("product_line", list("product_line"))}
    ${pick("brand", [{ value: "", label: t("scorecards.all_brand") }, ...brands])}
    ${pick("shift", list("shift"))}
    ${pick("weekday", list("weekday"))}
    ${pick("by", ["", "associate", "product_line", "brand", "shift", "weekday", ...(stores.length > 1 ? ["store"] : [])].map((v) => ({ value: v, label: t("scorecards.by_" + (v || "none")) })))}
  </div></details>`;
}

/** What the choice says, in one line. @param {import("./choice.js").Choice} c @param {{value: string, label: string}[]} people @param {string} shop @param {Record<string, any>} store */
export function said(c, people, shop, store) {
  const parts = [shop, people.find((p) => p.value === c.associate)?.label || t("scorecards.all")];
  for (const v of [c.product_line, c.brand, c.shift, c.weekday]) if (v) parts.push(v !== c.brand ? keyName(v, store) : v === "none" ? t("scorecards.noBrand") : v);
  return parts.join(", ") + ". " + days(spanOf(c.period, c.first)) + ".";
}
