// What files call somebody or something, typed with commas and kept as a list.
import { html, useState } from "../preact.js";
import { Field } from "../ui/index.js";

/** @param {string} a @param {string} b */
export const same = (a, b) => fold(a) === fold(b);

const fold = (/** @type {string} */ code) => code.trim().replace(/\s+/g, " ").toLowerCase();

/** @param {{form: any, label: string, hint: string, name?: string}} props */
export function Codes({ form, label, hint, name = "pos_codes" }) {
  const kept = (form.values[name] || []).join(", ");
  const [typed, setTyped] = useState(kept);
  const list = (/** @type {string} */ text) => text.split(",").map((c) => c.trim()).filter(Boolean);
  const value = list(typed).join(", ") === kept ? typed : kept;
  return html`<${Field} label=${label} hint=${hint} ...${form.field(name)} value=${value} autocomplete="off"
    onInput=${(/** @type {string} */ v) => (setTyped(v), form.set(name, list(v)))} />`;
}
