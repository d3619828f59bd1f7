// Countries by name; a record keeps the two letters.
import { locale } from "../format.js";

const codes = ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ " +
  "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
  "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM " +
  "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
  "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW").split(" ");

const names = new Intl.DisplayNames(locale, { type: "region" });

/** A country, as people say it; what is no code stands as it was written. @param {string} code */
export const countryName = (code) => (/^[A-Za-z]{2}$/.test(code) ? names.of(code.toUpperCase()) || code : code);

/** A choice of countries, with none first; one that is not among them stays. @param {string} now */
export function countries(now) {
  const all = codes.map((value) => ({ value, label: countryName(value) })).sort((a, b) => a.label.localeCompare(b.label, locale));
  const own = now && !codes.includes(now) ? [{ value: now, label: countryName(now) }] : [];
  return [{ value: "", label: "" }, ...own, ...all];
}
