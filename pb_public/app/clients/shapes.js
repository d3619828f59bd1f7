// The forms of the entries on a card: which fields they have and how they are
// filled in.
import { html, useState } from "../preact.js";
import { dayOf, now } from "../format.js";
import { t } from "../text.js";
import { Button, Check, Field, Picks, Select } from "../ui/index.js";
import { Search } from "./search.js";
import { fieldName, kindName, months } from "./words.js";

/** Fields with their first values. @type {Record<string, Record<string, any>>} */
export const shapes = {
  contact_points: { kind: "phone", raw: "", label: "", do_not_contact: false },
  consents: { channel: "", state: "", basis: "", source: "", at: "" }, // nobody has answered yet
  milestones: { kind: "birthday", label: "", month: "", day: "", year: "" },
  preferences: { kind: "size", value: "", state: "confirmed" },
  relations: { other: "", kind: "", from: "", until: "" },
};

const words = (/** @type {string[]} */ ...all) => all.map((value) => ({ value, label: kindName(value) }));
const choices = {
  contact_points: words("phone", "email"),
  milestones: words("birthday", "anniversary", "wedding", "engagement", "graduation", "other"),
  preferences: words("size", "metal", "stone", "cut", "style", "brand", "price_band"),
};

/** A form's values of a record, or of a new one. @param {string} collection @param {any} record */
export function blank(collection, record) {
  const shape = shapes[collection];
  const names = Object.keys(shape).filter((name) => !record || name !== "other"); // whom a relation is with stays
  return Object.fromEntries(names.map((name) => [name, record && record[name] !== undefined ? record[name] : shape[name]]));
}

const numbers = ["month", "day", "year"];

/** What is sent of a form's values. @param {string} collection @param {any} values */
export const sent = (collection, values) =>
  Object.fromEntries(Object.entries(values).map(([name, v]) => [name, valueOf(collection, name, v)]));

/** @param {string} collection @param {string} name @param {any} v */
function valueOf(collection, name, v) {
  if (collection === "milestones" && numbers.includes(name)) return Number(v) || 0;
  if (collection === "consents" && name === "at" && v.length === 10) return v + "T12:00:00.000Z"; // a day, no hour
  return v;
}

const needed = { contact_points: ["raw"], preferences: ["value"], relations: ["other", "kind"], milestones: ["month", "day"], consents: ["channel", "state"] };

/** What is missing, by field. @param {string} collection @param {any} values @returns {Record<string, string>} */
export function checked(collection, values) {
  const empty = needed[/** @type {keyof typeof needed} */ (collection)].filter((name) => !String(values[name] || "").trim());
  const said = (/** @type {string} */ name) => (name === "other" ? "personNeeded" : collection === "consents" ? "answerNeeded" : numbers.includes(name) ? "dayNeeded" : "valueNeeded");
  return Object.fromEntries(empty.map((name) => [name, t("clients." + said(name))]));
}

/** A choice that keeps a word which is not among the usual ones. @param {{value: string, label: string}[]} usual @param {string} value */
const withOwn = (usual, value) => (!value || usual.some((o) => o.value === value) ? usual : [...usual, { value, label: value }]);

/** @param {{collection: string, form: any, card: any, record: any}} props */
export function Inputs({ collection, form, card, record }) {
  const view = { contact_points: Point, consents: Consent, milestones: Milestone, preferences: Preference, relations: Relation }[collection];
  return html`<${view} form=${form} card=${card} record=${record} />`;
}

/** @param {{form: any}} props */
function Point({ form }) {
  return html`<${Picks} legend=${fieldName("kind")} name="kind" value=${form.values.kind} options=${choices.contact_points} onInput=${(/** @type {string} */ v) => form.set("kind", v)} />
    <${Field} label=${fieldName("raw")} ...${form.field("raw")} type=${form.values.kind === "email" ? "email" : "tel"} autocomplete="off" maxlength="200" />
    <${Field} label=${fieldName("label")} ...${form.field("label")} maxlength="60" />
    <${Check} label=${fieldName("do_not_contact")} checked=${form.values.do_not_contact} onInput=${(/** @type {boolean} */ v) => form.set("do_not_contact", v)} />`;
}

/** @param {{form: any}} props */
function Consent({ form }) {
  return html`<${Picks} legend=${fieldName("channel")} name="channel" error=${form.field("channel").error} value=${form.values.channel} options=${words("paper", "call", "mail", "text")} onInput=${(/** @type {string} */ v) => form.set("channel", v)} />
    <${Picks} legend=${fieldName("answer")} name="state" error=${form.field("state").error} value=${form.values.state} options=${words("yes", "no", "unknown")} onInput=${(/** @type {string} */ v) => form.set("state", v)} />
    <${Field} label=${fieldName("basis")} ...${form.field("basis")} maxlength="200" />
    <${Field} label=${fieldName("source")} ...${form.field("source")} maxlength="200" />
    ${form.values.at.length <= 10 && html`<${Field} label=${fieldName("saidAt")} hint=${t("clientFields.saidAtHint")} type="date" max=${dayOf(now())} ...${form.field("at")} />`}`;
}

/** @param {{form: any}} props */
function Milestone({ form }) {
  const { values } = form;
  const all = [{ value: "", label: "" }, ...months()];
  return html`<${Select} label=${fieldName("kind")} ...${form.field("kind")} options=${withOwn(choices.milestones, values.kind)} />
    <${Field} label=${fieldName("label")} ...${form.field("label")} maxlength="200" />
    <div class="three"><${Select} label=${fieldName("month")} ...${form.field("month")} value=${String(values.month || "")} options=${all} />
      <${Field} label=${fieldName("day")} ...${form.field("day")} value=${String(values.day || "")} inputmode="numeric" maxlength="2" />
      <${Field} label=${fieldName("year")} ...${form.field("year")} value=${String(values.year || "")} inputmode="numeric" maxlength="4" /></div>`;
}

/** @param {{form: any}} props */
function Preference({ form }) {
  return html`<${Select} label=${fieldName("kind")} ...${form.field("kind")} options=${choices.preferences} />
    <${Field} label=${fieldName("value")} ...${form.field("value")} maxlength="200" />
    <${Picks} legend=${fieldName("state")} name="state" value=${form.values.state} options=${words("confirmed", "suggested", "declined")} onInput=${(/** @type {string} */ v) => form.set("state", v)} />`;
}

const spans = "from until".split(" ");

/** The other person of an entry that stands already stays. @param {{form: any, card: any, record: any}} props */
function Relation({ form, card, record }) {
  const [text, setText] = useState("");
  const [name, setName] = useState(record?.other_name || "");
  const pick = (/** @type {any} */ c) => (form.set("other", c.id), setName(c.name));
  const about = record && !record.mine ? { kind: card.name, name } : { kind: name || fieldName("other"), name: card.name };
  return html`${record || form.values.other
    ? html`<p><b>${name}</b> ${!record && html`<${Button} kind="plain" onClick=${() => form.set("other", "")}>${t("clients.chooseOther")}<//>`}</p>`
    : html`<${Search} text=${text} onText=${setText} onPick=${pick} without=${card.id} />${form.errors.other && html`<p class="wrong note" role="alert">${form.errors.other}</p>`}`}
    <${Field} label=${fieldName("kind")} ...${form.field("kind")} hint=${t("clientFields.person", about)} maxlength="40" />
    <div class="two">${spans.map((n) => html`<${Field} key=${n} label=${fieldName(n)} type="date" ...${form.field(n)} />`)}</div>`;
}
