// The margin of a card: how to reach the client, days, tastes, who belongs to
// them. Change opens the entries of one kind.
import { html } from "../preact.js";
import { moment, shortDate } from "../format.js";
import { href } from "../router.js";
import { t } from "../text.js";
import { Button } from "../ui/index.js";
import { address, kindName, monthDay, next, occasion, span } from "./words.js";

/** @param {{title: string, onChange?: () => void, rows: any[], children?: any}} props */
function Facts({ title, onChange, rows, children }) {
  if (!onChange && !rows.length && !children) return null;
  return html`<section><div class="facts-head"><h2>${title}</h2>${onChange && html`<${Button} kind="plain" aria-label=${t("clients.changeOf", { what: title })} onClick=${onChange}>${t("clients.change")}<//>`}</div>
    ${rows.length > 0 ? html`<dl>${rows}</dl>` : !children && html`<p class="small">${t("clients.nothing")}</p>`}${children}</section>`;
}

/** @param {string} key @param {any} name @param {any} value */
const fact = (key, name, value) => html`<div key=${key}><dt>${name}</dt><dd>${value}</dd></div>`;

/** A mail may break before its sign, no word in its middle. @param {string} raw */
function broken(raw) {
  const at = raw.indexOf("@");
  return at > 0 ? html`${raw.slice(0, at)}<wbr />${raw.slice(at)}` : raw;
}

/** @param {any} c */
function reach(c) {
  const rows = c.contacts.map((/** @type {any} */ p) =>
    fact(p.id, p.label || kindName(p.kind), html`<span class=${p.do_not_contact ? "not" : ""}>${broken(p.raw)}</span>${p.do_not_contact && html` <span class="tag alert">${t("clients.doNotUse")}</span>`}`));
  if (c.household && address(c.household)) rows.push(fact("post", t("clients.post"), address(c.household)));
  const latest = consents(c.consents);
  if (latest.length) {
    const words = latest.map((k) => `${kindName(k.channel)}: ${kindName(k.state).toLowerCase()}`).join(", ");
    rows.push(fact("may", t("clients.mayWe"), `${words}. ${t("clients.saidOn", { day: shortDate(latest[0].at) })}`));
  }
  return rows;
}

/** The last word for each way; the newest stands first. @param {any[]} all */
function consents(all) {
  const seen = new Set();
  return all.filter((k) => !seen.has(k.channel) && seen.add(k.channel));
}

/** @param {any} c */
const dates = (c) => [...c.milestones].sort((a, b) => next(a).days - next(b).days).map((m) => fact(m.id, monthDay(m.month, m.day), occasion(m)));

/** @param {any} c */
function tastes(c) {
  return c.preferences.map((/** @type {any} */ p) => fact(p.id, kindName(p.kind), p.state && p.state !== "confirmed" ? `${p.value} (${kindName(p.state).toLowerCase()})` : p.value));
}

/** @param {{id: string, name: string, link: boolean}} props */
const Person = ({ id, name, link }) => (link ? html`<a href=${href("/clients/" + id)}>${name}</a>` : name);

/** @param {any} c @param {boolean} link */
function relations(c, link) {
  return c.relations.map((/** @type {any} */ r) => {
    const when = span(r);
    const kind = r.mine ? kindName(r.kind) : t("clients.relationOf", { kind: kindName(r.kind) });
    return fact(r.id, kind, html`<${Person} id=${r.other} name=${r.other_name} link=${link} />${when && html`<span class="small"> ${when}</span>`}`);
  });
}

/**
 * @param {object} props
 * @param {any} props.card
 * @param {(part: string) => void} [props.onChange] none: only to be read
 */
export function Margin({ card: c, onChange }) {
  const change = (/** @type {string} */ part) => onChange && (() => onChange(part));
  const home = c.household?.members.filter((/** @type {any} */ m) => m.id !== c.id) || [];
  return html`<aside class="facts" aria-label=${t("clients.about")}>
    <${Facts} title=${t("clients.reach")} onChange=${change("contacts")} rows=${reach(c)} />
    <${Facts} title=${t("clients.dates")} onChange=${change("milestones")} rows=${dates(c)} />
    <${Facts} title=${t("clients.tastes")} onChange=${change("preferences")} rows=${tastes(c)} />
    <${Facts} title=${t("clients.relations")} onChange=${change("relations")} rows=${relations(c, Boolean(onChange))} />
    <${Facts} title=${t("clients.home")} onChange=${change("household")} rows=${[]}>${c.household
      ? html`<p class="note">${c.household.name}</p>${home.length > 0 && html`<ul class="note">${home.map((/** @type {any} */ m) => html`<li key=${m.id}><${Person} id=${m.id} name=${m.name} link=${Boolean(onChange)} /></li>`)}</ul>`}`
      : null}<//>
    ${c.notes && html`<section><h2>${t("clients.notes")}</h2><p class="note written">${c.notes}</p></section>`}
    ${c.numbers.length > 0 && html`<section><h2>${t("clients.numbers")}</h2><dl>${c.numbers.map((/** @type {any} */ n) => fact(n.id, n.source === "pos" ? t("clients.posNumber") : n.source, n.key))}</dl></section>`}
    ${onChange && c.merges.length > 0 && html`<section><h2>${t("clients.merged")}</h2>${c.merges.map((/** @type {any} */ m) => html`<div key=${m.id} class="merged"><p class="note">${t(m.by ? "clients.mergedBy" : "clients.mergedOn", { at: moment(m.at), name: m.by })}</p>
      <${Button} kind="plain" href=${href(`/clients/${c.id}/apart/${m.id}`)}>${t("clients.apart")}<//></div>`)}</section>`}
  </aside>`;
}
