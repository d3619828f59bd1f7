// What each department of the POS is: first those that no rule knows, one tap
// each; then a box to try a line, the store's own rules, and what all caught.
import { html, useEffect, useRef, useState } from "../preact.js";
import { request, HttpError } from "../http.js";
import { money, number } from "../format.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button, Empty, Failed, Field, Notice, Row, Rows, Shown, Table, toast, useData } from "../ui/index.js";
import { all, place, tag } from "./record.js";
import { meanings, meaningOf, RuleForm } from "./rule.js";

/** @param {AbortSignal} signal @param {string} store */
async function look(signal, store) {
  const [{ data }, rules] = await Promise.all([request("GET", "/api/rules/coverage?store=" + store, undefined, { signal }), all("category_rules", signal)]);
  return { ...data, own: rules.filter((r) => r.store === store) };
}

/** @param {{store: Record<string, any>}} props */
export function Rules({ store }) {
  const read = useData((signal) => look(signal, store.id), [store.id]);
  const [edited, edit] = useState(/** @type {any} */ (null));
  const [refused, setRefused] = useState(/** @type {unknown} */ (null));
  const [slow, setSlow] = useState(false);
  const later = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  useEffect(() => () => clearTimeout(later.current), []);

  // the lines of the book get their role in the background, a moment after the rule
  const follow = (turn = 0) => {
    clearTimeout(later.current);
    read.refresh();
    later.current = setTimeout(async () => {
      const waiting = await request("GET", "/api/settings/following?store=" + store.id).then(({ data }) => data.waiting, () => false);
      setSlow(waiting && turn > 1);
      if (waiting) follow(turn + 1);
      else read.refresh();
    }, 500);
  };
  const attempt = async (/** @type {() => Promise<void>} */ act) => {
    setRefused(null);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof HttpError)) return report(error, "changing a rule");
      setRefused(error);
    }
    follow();
  };
  const remove = (/** @type {any} */ rule, /** @type {boolean} */ quiet = false) => attempt(async () => {
    await request("DELETE", place("category_rules", rule.id), undefined, { ifMatch: tag(rule) });
    if (!quiet) toast(t("settings.ruleRemoved", { phrase: rule.phrase }));
  });
  const say = (/** @type {any} */ u, /** @type {any} */ meaning) => attempt(async () => {
    const { data } = await request("POST", place("category_rules"), { store: store.id, match: "category", phrase: u.phrase, role: meaning.role, product_line: meaning.product_line });
    toast(t("settings.nowIs", { category: u.category, meaning: meaning.label }), { undo: () => remove(data, true) });
  });
  return html`<div class="parts">
    ${refused ? html`<${Failed} error=${refused} />` : null}
    ${slow && html`<${Notice} title=${t("settings.following")}>${t("settings.followingNote")}<//>`}
    <${Shown} of=${read} lines=${8}>${(/** @type {any} */ d) => html`
      <${Unknown} list=${d.unknown} lines=${d.lines} say=${say} />
      <${TestBox} key=${store.id} store=${store.id} />
      <${Own} data=${d} add=${() => edit({ store: store.id, match: "category", phrase: "", role: "", product_line: "" })} edit=${edit} remove=${remove} />
      <${Caught} rules=${d.rules} />`}<//>
    ${edited && html`<${RuleForm} rule=${edited} close=${() => edit(null)} saved=${() => (edit(null), follow())} />`}
  </div>`;
}

/** @param {{list: any[], lines: number, say: (u: any, meaning: any) => void}} props */
function Unknown({ list, lines, say }) {
  if (!list.length) return html`<section><h2>${t("settings.unknown")}</h2><p class="note">${t(lines ? "settings.unknownNone" : "settings.noLines")}</p></section>`;
  return html`<section><h2>${t("settings.unknown")}</h2><p class="note">${t("settings.unknownNote")}</p>
    <ul class="rows">${list.map((u) => html`<li key=${u.category} class="unknown">
      <div><h3 class="name">${u.category || t("settings.noDepartment")}</h3>
        <p class="note">${t("settings.unknownLines", { n: u.lines, sum: money(u.net, { whole: true }) })} ${u.open < u.lines && t(u.open ? "settings.unknownOpen" : "settings.unknownPlaced", { n: u.open })}</p>
        ${u.examples.length > 0 && html`<p class="note">${t("settings.suchAs", { examples: u.examples.join("; ") })}</p>`}</div>
      ${u.phrase
        ? html`<div class="chips" role="group" aria-label=${t("settings.whatIs", { category: u.category })}>${meanings().map((m) => html`<button key=${m.value} type="button" class="chip" onClick=${() => say(u, m)}>${m.label}</button>`)}</div>`
        : html`<p class="note">${t("settings.noPhrase")}</p>`}
    </li>`)}</ul></section>`;
}

/** Which rule catches a line, and how often it caught one. @param {{store: string}} props */
function TestBox({ store }) {
  const [ask, setAsk] = useState({ category: "", description: "" });
  const [said, setSaid] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [busy, setBusy] = useState(false);
  const set = (/** @type {string} */ name) => (/** @type {string} */ v) => (setAsk({ ...ask, [name]: v }), setSaid(null));
  const test = async (/** @type {Event} */ e) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      setSaid((await request("POST", "/api/rules/test?store=" + store, ask)).data);
    } catch (wrong) {
      if (wrong instanceof HttpError) setError(wrong);
      else report(wrong, "trying a rule");
    } finally {
      setBusy(false);
    }
  };
  return html`<section><h2>${t("settings.test")}</h2><p class="note">${t("settings.testNote")}</p>
    <form class="trying" onSubmit=${test}>
      <${Field} label=${t("settings.department")} value=${ask.category} onInput=${set("category")} maxlength="200" autocomplete="off" />
      <${Field} label=${t("settings.description")} value=${ask.description} onInput=${set("description")} maxlength="500" autocomplete="off" />
      <${Button} type="submit" busy=${busy}>${t("settings.try")}<//>
    </form>
    ${error ? html`<${Failed} error=${error} />` : null}
    <div role="status">${said && html`<${Verdict} said=${said} />`}</div></section>`;
}

/** @param {{said: any}} props */
function Verdict({ said }) {
  if (!said.known) return html`<div class="notice"><p class="head">${t("settings.nobodyKnows")}</p><p class="say">${t("settings.nobodyKnowsNote")}</p></div>`;
  const by = t(said.own ? "settings.byOwn" : "settings.byShipped", { phrase: said.rule, where: t("settings.by_" + said.by) });
  return html`<div class="notice here"><p class="head">${meaningOf(said)}</p><p class="say">${by} ${t("settings.caughtSoFar", { n: said.lines, sum: money(said.net, { whole: true }) })}</p></div>`;
}

/** @param {{data: any, add: () => void, edit: (r: any) => void, remove: (r: any) => void}} props */
function Own({ data, add, edit, remove }) {
  const count = (/** @type {any} */ r) => data.rules.find((/** @type {any} */ c) => c.own && c.rule === r.phrase && c.role === r.role && c.product_line === r.product_line);
  return html`<section><div class="head-row"><h2>${t("settings.own")}</h2><${Button} onClick=${add}>${t("settings.addRule")}<//></div>
    ${data.own.length === 0 ? html`<p class="note">${t("settings.noOwn")}</p>` : html`<${Rows} label=${t("settings.own")}>${data.own.map((/** @type {any} */ r) => html`<${Row} key=${r.id}
      title=${t("settings.ruleIs", { phrase: r.phrase, meaning: meaningOf(r) })} note=${t("settings.looks_" + r.match) + " " + t("settings.caughtSoFar", { n: count(r)?.lines ?? 0, sum: money(count(r)?.net ?? 0, { whole: true }) })}
      end=${html`<span class="row"><${Button} kind="plain" aria-label=${t("settings.editOf", { phrase: r.phrase })} onClick=${() => edit(r)}>${t("settings.edit")}<//>
        <${Button} kind="plain" aria-label=${t("settings.removeOf", { phrase: r.phrase })} onClick=${() => remove(r)}>${t("settings.remove")}<//></span>`} />`)}<//>`}
  </section>`;
}

const first = 15;

/** @param {{rules: any[]}} props */
function Caught({ rules }) {
  const [whole, showAll] = useState(false);
  const shown = whole ? rules : rules.slice(0, first);
  const columns = [
    { key: "rule", label: t("settings.phrase") },
    { key: "role", label: t("settings.counts"), show: meaningOf },
    { key: "own", label: t("settings.from"), show: (/** @type {any} */ r) => t(r.own ? "settings.fromYou" : "settings.fromUs") },
    { key: "lines", label: t("settings.lines"), num: true, show: (/** @type {any} */ r) => number(r.lines) },
    { key: "net", label: t("settings.net"), num: true, show: (/** @type {any} */ r) => money(r.net) },
  ];
  return html`<section><h2>${t("settings.coverage")}</h2><p class="note">${t("settings.coverageNote")}</p>
    ${rules.length === 0 ? html`<${Empty} title=${t("settings.noLines")} />` : html`<${Table} caption=${t("settings.coverage")} columns=${columns} rows=${shown} id=${(/** @type {any} */ r) => [r.rule, r.role, r.product_line, r.own].join("/")} />`}
    ${rules.length > shown.length && html`<div class="row"><${Button} onClick=${() => showAll(true)}>${t("settings.allRules", { n: rules.length })}<//></div>`}</section>`;
}
