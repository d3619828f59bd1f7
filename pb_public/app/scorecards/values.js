// How a figure is written: a rate with its n, never alone; below the store's
// floor the counts in words.
import { money, number, percent } from "../format.js";
import { t } from "../text.js";

/** @typedef {"money"|"count"|"rate"|"mean"|"units"|"ratio"} Kind */

/** @type {Record<string, Kind>} */
const kinds = {
  net_sales: "money", rung_sales: "money", average_sale: "mean", secondary_revenue_per_qualifying_sale: "mean",
  units_per_transaction: "units", secondary_sales_rate: "rate", care_plan_rate: "rate", identified_rate: "rate",
  repeat_client_rate: "rate", repeat_household_rate: "rate", return_rate: "ratio",
};

/** @param {string} name @returns {Kind} */
export const kindOf = (name) => kinds[name] || "count";

/**
 * A figure in words: value (or null, too few), its n, its interval.
 * @param {string} name @param {any} f @param {{currency: string, floor: number, exact?: boolean}} by
 * @returns {{value: string | null, n: string, interval: string}}
 */
export function write(name, f, { currency, floor, exact = false }) {
  const cash = (/** @type {number} */ v) => money(Math.round(v), { currency: currency || undefined, whole: true });
  switch (kindOf(name)) {
    case "money": return { value: cash(exact ? f : roundCents(f, currency)), n: "", interval: "" };
    case "count": return { value: number(f), n: "", interval: "" };
    case "rate": return rate(f);
    case "ratio": return { value: f.of ? percent(f.n / f.of) : null, n: t("scorecards.of", { n: cash(exact ? f.n : roundCents(f.n, currency)), of: cash(exact ? f.of : roundCents(f.of, currency)) }), interval: "" };
    case "units": return mean(f, floor, (v) => number(v, { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
    default: return mean(f, floor, (v) => cash(roundCents(v, currency)));
  }
}

/** @param {any} f */
function rate(f) {
  const n = t("scorecards.of", { n: f.n, of: f.of });
  if (f.low === null || !f.of) return { value: null, n, interval: "" };
  return { value: percent(f.n / f.of), n, interval: t("scorecards.between", { low: number(Math.round(f.low * 100)), high: number(Math.round(f.high * 100)) }) };
}

/** @param {any} f @param {number} floor @param {(v: number) => string} say */
function mean(f, floor, say) {
  const n = t(f.n === 1 ? "scorecards.one" : "scorecards.many", { n: f.n });
  if (f.n < floor || !f.n) return { value: null, n, interval: "" };
  return { value: say(f.sum / f.n), n, interval: f.low === null ? "" : t("scorecards.between", { low: say(f.low), high: say(f.high) }) };
}

/** A mean of money is shown in whole units of the currency. @param {number} minor @param {string} currency */
function roundCents(minor, currency) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: currency || "USD" }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(minor / 10 ** digits) * 10 ** digits;
}

/**
 * A figure as a point of a chart: at, low and high in its own unit, null where
 * there are too few.
 * @param {string} name @param {any} f @param {number} floor
 */
export function point(name, f, floor) {
  switch (kindOf(name)) {
    case "money": case "count": return { at: f, low: null, high: null };
    case "rate": return { at: f.low === null || !f.of ? null : f.n / f.of, low: f.low, high: f.high };
    case "ratio": return { at: f.of ? f.n / f.of : null, low: null, high: null };
    default: return { at: f.n >= floor && f.n > 0 ? f.sum / f.n : null, low: f.low, high: f.high };
  }
}

/** A value on the axis of a chart. @param {string} name @param {number} v @param {string} currency */
export function tick(name, v, currency) {
  const kind = kindOf(name);
  if (kind === "rate" || kind === "ratio") return percent(v);
  if (kind === "money" || kind === "mean") return money(Math.round(v), { currency: currency || undefined, whole: true });
  return number(v, { maximumFractionDigits: 1 });
}
