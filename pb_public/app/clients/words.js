// How the client book is said: kinds, days and what a field holds.
import { date, dayOf, locale, moment, now } from "../format.js";
import { current } from "../store.js";
import { has, t } from "../text.js";

/** A word of a section of the catalog, or what was written where there is none. @param {string} section @param {string} word */
const said = (section, word) => (has(section + "." + word) ? t(section + "." + word) : word);

/** A kind, as people say it. @param {string} kind */
export const kindName = (kind) => said("clientKinds", kind);

/** A field, as people say it. @param {string} name */
export const fieldName = (name) => said("clientFields", name);

/** A collection, as people say it. @param {string} name */
export const partName = (name) => said("clientParts", name);

const dayMonth = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });
const monthLong = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });

/** Dec 3. A leap day needs a leap year. @param {number} month @param {number} day */
export const monthDay = (month, day) => dayMonth.format(new Date(Date.UTC(2024, month - 1, day)));

/** The months of a year, for a choice. */
export const months = () => Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: monthLong.format(new Date(Date.UTC(2024, i, 15))) }));

/**
 * The next time a day comes round: how many days until then, and the year.
 * @param {{month: number, day: number}} on @param {string} [today] YYYY-MM-DD
 * @param {string} [leapDay] on which the store keeps February 29 in other years: 02-28 or 03-01
 */
export function next({ month, day }, today = dayOf(now()), leapDay = current().store.leap_day) {
  const [year, ...rest] = today.split("-").map(Number);
  const start = Date.UTC(year, rest[0] - 1, rest[1]);
  for (let y = year; ; y++) {
    const moved = month === 2 && day === 29 && new Date(Date.UTC(y, 1, 29)).getUTCMonth() !== 1;
    const at = moved && leapDay !== "03-01" ? Date.UTC(y, 1, 28) : Date.UTC(y, month - 1, day);
    if (at >= start) return { days: Math.round((at - start) / 864e5), year: y };
  }
}

/** Birthday, turns 73. Wedding day, 25 years in 2027. In 12 days. @param {any} m a milestone */
export function occasion(m) {
  const { days, year } = next(m);
  const name = m.label || kindName(m.kind);
  const age = m.year && year > m.year ? ", " + t(m.kind === "birthday" ? "clients.turns" : "clients.yearsIn", { n: year - m.year, year: String(year) }) : "";
  const soon = days === 0 ? ". " + t("clients.today") : days <= 60 ? ". " + t("clients.inDays", { n: days }) : "";
  return name + age + soon;
}

/** From when until when. @param {{from: string, until: string}} span */
export function span({ from, until }) {
  if (from && until) return t("clients.fromTo", { from: date(from), until: date(until) });
  if (from) return t("clients.fromDay", { from: date(from) });
  return until ? t("clients.untilDay", { until: date(until) }) : "";
}

/** The lines of a household's address. @param {any} h */
export const address = (h) => [h.line1, h.line2, [h.city, h.region, h.postal_code].filter(Boolean).join(" ")].filter(Boolean).join(", ");

const reasons = { "same name": "reason_name", "same phone, similar name": "reason_phone", "same email, similar name": "reason_email" };

/** Why two records may be one person. @param {string} reason */
export const why = (reason) => {
  const key = reasons[/** @type {keyof typeof reasons} */ (reason)];
  return key ? t("clients." + key) : reason;
};

const days = "since from until".split(" ");

/**
 * What a field holds, as people say it. names knows records by id.
 * @param {string} field @param {any} value @param {Record<string, string>} [names]
 * @returns {string}
 */
export function held(field, value, names = {}) {
  if (value === null || value === undefined || value === "" || value === 0 && field === "year") return t("clients.empty");
  if (typeof value === "boolean") return t(value ? "clients.yes" : "clients.no");
  if (["owner", "household", "client", "other", "staff"].includes(field)) return names[String(value)] || String(value);
  if (days.includes(field)) return date(String(value));
  if (field === "at") return moment(String(value));
  if (field === "month") return months()[Number(value) - 1]?.label || String(value);
  if (["kind", "state", "channel"].includes(field)) return kindName(String(value));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
