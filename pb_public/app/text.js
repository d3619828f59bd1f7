// Words by key, in the language of the app. Catalogs lie in text/, one file a
// language; the keys are "section.name".
import { catalog } from "./text/en.js";
import { locale, number } from "./format.js";

const plural = new Intl.PluralRules(locale);

/** Whether there is a text for a key. @param {string} key */
export function has(key) {
  const [section, ...name] = key.split(".");
  return Object.hasOwn(catalog, section) && Object.hasOwn(catalog[section], name.join("."));
}

/**
 * The text of a key with its {names} filled in. A text that depends on a count
 * has the forms one and other, chosen by n.
 * @param {string} key such as "home.morning"
 * @param {Record<string, string | number>} [values] numbers are written as the language writes them
 * @returns {string}
 */
export function t(key, values = {}) {
  const [section, name] = key.split(".");
  let text = catalog[section]?.[name];
  if (text && typeof text === "object") text = text[plural.select(Number(values.n))] ?? text.other;
  if (typeof text !== "string") {
    console.error("no text for " + key);
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (whole, field) => {
    const value = values[field];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value) : value;
  });
}
