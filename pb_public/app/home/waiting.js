// What waits for somebody who leads: each is a fact of the book and the way to
// settle it. What is settled is not there.
import { dayOf, now } from "../format.js";
import { request } from "../http.js";
import { t } from "../text.js";
import { lastWeek, weekName } from "../scorecards/periods.js";
import { daysBetween, lastSale } from "./imports.js";

/** @typedef {{title: string, note: string, to: string}} Wait */

/** After so many days without a sale the book is called old. */
const old = 7;

/**
 * @param {any} person @param {Record<string, any>} store @param {any[]} imports the newest first @param {AbortSignal} signal
 * @returns {Promise<Wait[]>}
 */
export async function waiting(person, store, imports, signal) {
  const get = async (/** @type {string} */ path) => (await request("GET", path, undefined, { signal })).data;
  const unnamed = person.role === "owner" && !store.name ? [wait("name", {}, "/settings")] : [];
  if (!imports.length) return [...unnamed, wait("first", {}, "/imports")];
  const first = lastWeek(store);
  const [coverage, pairs, week, people] = await Promise.all([
    get("/api/rules/coverage?store=" + store.id),
    get("/api/duplicates"),
    get(`/api/scorecards/${first}?store=${encodeURIComponent(store.code)}`),
    person.role === "owner" ? get(`/api/collections/staff/records?perPage=500&filter=${encodeURIComponent(`store = "${store.id}" && active = true && import != ""`)}`) : { items: [] },
  ]);
  const nameless = people.items.filter((/** @type {any} */ p) => p.name.trim().toLowerCase() === p.code.trim().toLowerCase());
  return [...unnamed, ...ofImports(imports), ...ofPeople(nameless), ...ofDepartments(coverage.unknown), ...ofPairs(pairs.total), ...ofWeek(week, first, store)];
}

/** @param {string} name @param {Record<string, any>} values @param {string} to @returns {Wait} */
const wait = (name, values, to) => ({ title: t("home.wait_" + name, values), note: t("home.note_" + name, values), to });

/** The newest import that failed or kept rows aside, and a book that grows old. @param {any[]} all */
function ofImports(all) {
  const found = [];
  const [newest] = all;
  if (newest.state === "failed") found.push(wait("failed", { file: newest.file }, "/imports/" + newest.id));
  const applied = all.find((i) => i.state === "applied");
  if (applied?.rejected > 0) found.push(wait("rejected", { n: applied.rejected, file: applied.file }, "/imports/" + applied.id));
  const last = lastSale(all);
  const n = last ? daysBetween(last, dayOf(now())) : 0;
  if (n > old) found.push(wait("old", { n }, "/imports"));
  return found;
}

/** @param {any[]} people whose code is all that is known */
const ofPeople = (people) => (people.length ? [wait("codes", { n: people.length, codes: listed(people.map((p) => p.code)) }, "/settings/people")] : []);

/** @param {any[]} unknown departments with lines that no rule caught */
function ofDepartments(unknown) {
  const open = unknown.filter((u) => u.open > 0);
  return open.length ? [wait("departments", { n: open.length, names: listed(open.map((u) => u.category || t("settings.noDepartment"))) }, "/settings/departments")] : [];
}

/** @param {number} n */
const ofPairs = (n) => (n > 0 ? [wait("pairs", { n }, "/clients/duplicates")] : []);

/** @param {any} week @param {string} first @param {Record<string, any>} store */
function ofWeek(week, first, store) {
  const name = weekName(first, store.week_start);
  if (week.late.length || week.cards.some((/** @type {any} */ c) => c.changed)) return [wait("changed", { week: name }, "/scorecards/cards")];
  const sold = week.cards[0]?.numbers.week.average_sale.n > 0;
  return !week.cards[0]?.issued && sold ? [wait("week", { week: name }, "/scorecards/cards")] : [];
}

/** The first three of some names. @param {string[]} names */
const listed = (names) => (names.length > 3 ? t("home.andMore", { names: names.slice(0, 3).join(", "), n: names.length - 3 }) : names.join(", "));
