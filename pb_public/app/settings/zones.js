// The time zones a store may be in, by their names of today. Browsers list some
// under the names of decades ago, and keep both.

/** @type {Record<string, string>} */
const today = {
  "Africa/Asmera": "Africa/Asmara", "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan", "America/Cordoba": "America/Argentina/Cordoba", "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis", "America/Jujuy": "America/Argentina/Jujuy", "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza", "Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu", "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh", "Atlantic/Faeroe": "Atlantic/Faroe", "Europe/Kiev": "Europe/Kyiv", "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei", "Pacific/Truk": "Pacific/Chuuk",
};

/** An old tablet may not know a new name; then it goes on under the old one. @param {string} zone */
function known(zone) {
  try {
    return Boolean(new Intl.DateTimeFormat(undefined, { timeZone: zone }));
  } catch {
    return false;
  }
}

/** @param {string} zone */
const named = (zone) => (Object.hasOwn(today, zone) && known(today[zone]) ? today[zone] : zone);

/**
 * A choice of zones. The one that is set stays what it is, whatever it is called.
 * @param {string} now the zone that is set
 */
export function zones(now) {
  const names = new Set(Intl.supportedValuesOf("timeZone").map(named));
  names.add("UTC");
  if (now) names.add(named(now));
  const value = (/** @type {string} */ name) => (now && named(now) === name ? now : name);
  return [...names].sort().map((name) => ({ value: value(name), label: name.replaceAll("_", " ").replaceAll("/", " / ") }));
}
