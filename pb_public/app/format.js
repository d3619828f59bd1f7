// Dates, money and numbers as people write them, in the zone and currency of
// the store, whatever the tablet's clock is set to.

/** The app speaks English; a tablet set to another English gets its dates. */
export const locale = (navigator.languages || []).find((l) => /^en\b/i.test(l)) || "en-US";

/** Until the store is known, the tablet's own zone. */
const store = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: "USD" };

let skew = 0;

/**
 * Takes the PC's clock from the date of an answer: a tablet's own may be wrong.
 * The date has no fractions and travels a moment, so less than a minute is none.
 * @param {string | null} date
 */
export function setClock(date) {
  const off = date ? Date.parse(date) - Date.now() : 0;
  skew = Math.abs(off) > 60000 ? off : 0;
}

/** Now, by the clock of the PC. */
export const now = () => new Date(Date.now() + skew);

/** @type {Map<string, Intl.DateTimeFormat | Intl.NumberFormat>} */
let made = new Map();

/**
 * Takes zone and currency of the store, once its settings are known.
 * @param {{zone?: string, currency?: string}} settings
 */
export function setStoreFormats(settings) {
  if (settings.zone && knownZone(settings.zone)) store.zone = settings.zone;
  if (settings.currency) store.currency = settings.currency;
  made = new Map();
}

/** @param {string} zone */
function knownZone(zone) {
  try {
    return Boolean(new Intl.DateTimeFormat(locale, { timeZone: zone }));
  } catch {
    return false;
  }
}

/** @param {string} key @param {Intl.DateTimeFormatOptions} options @returns {Intl.DateTimeFormat} */
function dates(key, options) {
  let f = /** @type {Intl.DateTimeFormat | undefined} */ (made.get(key));
  if (!f) made.set(key, (f = new Intl.DateTimeFormat(locale, { timeZone: store.zone, ...options })));
  return f;
}

/** A civil day stands at noon UTC, where no zone moves it. @param {string} day */
const civil = (day) => new Date(day.slice(0, 10) + "T12:00:00Z");

/** November 21, 2026. @param {string} day YYYY-MM-DD */
export const date = (day) => (day ? dates("date", { dateStyle: "long", timeZone: "UTC" }).format(civil(day)) : "");

/** Nov 21, 2026. @param {string} day YYYY-MM-DD */
export const shortDate = (day) => (day ? dates("shortDate", { dateStyle: "medium", timeZone: "UTC" }).format(civil(day)) : "");

/** Saturday, November 21. @param {string} day YYYY-MM-DD */
export const weekday = (day) => dates("weekday", { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(civil(day));

/** November 21, 2026 at 6:10 pm, in the store's zone. @param {string | Date} at */
export const moment = (at) => dates("moment", { dateStyle: "long", timeStyle: "short" }).format(instant(at));

/** 6:10 pm, in the store's zone. @param {string | Date} at */
export const time = (at) => dates("time", { timeStyle: "short" }).format(instant(at));

/** The civil day of an instant in the store's zone. @param {string | Date} at @returns {string} YYYY-MM-DD */
export function dayOf(at) {
  /** @type {Record<string, string>} */
  const part = {};
  for (const p of dates("parts", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(instant(at))) part[p.type] = p.value;
  return `${part.year}-${part.month}-${part.day}`;
}

/** The hour of an instant in the store's zone, 0 to 23. @param {string | Date} at */
export const hourOf = (at) => Number(dates("hour", { hour: "2-digit", hourCycle: "h23" }).format(instant(at)));

/** PocketBase writes a space where the standard has a T. @param {string | Date} at */
const instant = (at) => (typeof at === "string" ? new Date(at.replace(" ", "T")) : at);

/** 1,234.5. @param {number} n @param {Intl.NumberFormatOptions} [options] */
export function number(n, options = {}) {
  const key = "number" + JSON.stringify(options);
  let f = /** @type {Intl.NumberFormat | undefined} */ (made.get(key));
  if (!f) made.set(key, (f = new Intl.NumberFormat(locale, options)));
  return f.format(n);
}

/** 73%. @param {number} share 0 to 1 */
export const percent = (share) => number(share, { style: "percent", maximumFractionDigits: 0 });

/**
 * $1,234.50 from minor units. whole leaves the cents out where they are none.
 * @param {number} minor
 * @param {{currency?: string, whole?: boolean}} [options]
 */
export function money(minor, { currency = store.currency, whole = false } = {}) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const value = minor / 10 ** digits;
  const least = whole && Number.isInteger(value) ? 0 : digits;
  return number(value, { style: "currency", currency, minimumFractionDigits: least, maximumFractionDigits: digits });
}

/** 1.4 MB. @param {number} bytes */
export function size(bytes) {
  const [unit, by] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  return number(bytes / Number(by), { style: "unit", unit: String(unit), maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
}
