// Weeks and months of the store as civil days. A day is YYYY-MM-DD and is
// counted at noon UTC, where no zone moves it.

import { dayOf, now, shortDate } from "../format.js";
import { t } from "../text.js";

/** @param {string} day */
const at = (day) => new Date(day + "T12:00:00Z");
/** @param {Date} d */
const civil = (d) => d.toISOString().slice(0, 10);

/** @param {string} day @param {number} n */
export function addDays(day, n) {
  const d = at(day);
  d.setUTCDate(d.getUTCDate() + n);
  return civil(d);
}

/** The first day of the month n months after the one of a day. @param {string} day @param {number} n */
export function monthStart(day, n = 0) {
  const d = at(day.slice(0, 7) + "-01");
  d.setUTCMonth(d.getUTCMonth() + n);
  return civil(d);
}

const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The first day of the week that a day lies in. @param {string} day @param {string} [start] name of the first day */
export function weekStart(day, start = "monday") {
  const first = Math.max(0, names.indexOf(start));
  return addDays(day, -((at(day).getUTCDay() - first + 7) % 7));
}

/** The ISO number of the week that begins on a Monday. @param {string} first */
export function weekNumber(first) {
  const thursday = at(addDays(first, 3));
  const year = Date.UTC(thursday.getUTCFullYear(), 0, 1, 12);
  return Math.floor((thursday.getTime() - year) / 86400e3 / 7) + 1;
}

/** Week 46, or the week of Nov 8 where weeks do not begin on a Monday. @param {string} first @param {string} [start] */
export const weekName = (first, start = "monday") => (start === "monday" ? t("scorecards.week", { n: String(weekNumber(first)) }) : t("scorecards.weekFrom", { day: shortDate(first) }));

/** @typedef {"week"|"weeks"|"months"|"lastYear"} Period */

/**
 * The days of a period that ends with a week, and those that it is compared
 * with: as many before, or for a week of last year the same week now.
 * @param {Period} period @param {string} first of the week
 */
export function spanOf(period, first) {
  const last = addDays(first, 6);
  if (period === "weeks") return { from: addDays(first, -84), to: last, before: { from: addDays(first, -175), to: addDays(first, -85) } };
  if (period === "months") {
    return { from: monthStart(last, -12), to: addDays(monthStart(last, 1), -1), before: { from: monthStart(last, -25), to: addDays(monthStart(last, -12), -1) } };
  }
  if (period === "lastYear") return { from: addDays(first, -364), to: addDays(last, -364), before: { from: addDays(first, -371), to: addDays(first, -365) } };
  return { from: first, to: last, before: { from: addDays(first, -7), to: addDays(first, -1) } };
}

/** The first day of the last week that is over in the store. @param {Record<string, any>} store */
export function lastWeek(store) {
  const today = dayOf(new Date(now().getTime() - (store.day_cutover || 0) * 60000));
  return addDays(weekStart(today, store.week_start), -7);
}
