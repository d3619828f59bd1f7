// One person: who they are, under which codes the POS knows them, what they may
// do, their password and where they are signed in.
import { html, useRef, useState } from "../preact.js";
import { request } from "../http.js";
import { go, href } from "../router.js";
import { GivePassword } from "../session/password.js";
import { SignIns } from "../session/signins.js";
import { t } from "../text.js";
import { Button, Check, Conflict, Field, Picks, Refused, Shown, toast, useData, useForm } from "../ui/index.js";
import { Codes, same } from "./codes.js";
import { Following } from "./following.js";
import { SamePerson, twice } from "./join.js";
import { all, place, tag, useSave } from "./record.js";

const roles = ["associate", "manager", "owner"];

/** @param {{params: {id: string}, person: {id: string}}} props */
export function OnePerson({ params, person }) {
  const read = useData(async (signal) => {
    const [{ data }, people] = await Promise.all([request("GET", place("staff", params.id), undefined, { signal }), all("staff", signal)]);
    return { record: data, others: people.filter((p) => p.store === data.store && p.id !== data.id) };
  }, [params.id]);
  return html`<p class="back"><a href=${href("/settings/people")}>${t("settings.allPeople")}</a></p>
    <${Shown} of=${read} lines=${6}>${(/** @type {{record: any, others: any[]}} */ { record, others }) => html`<div class="parts" key=${record.id}>
      <${PersonForm} record=${record} others=${others} />
      ${twice(record) && html`<${SamePerson} record=${record} others=${others} />`}
      <${GivePassword} person=${record} self=${record.id === person.id} done=${read.refresh} />
      <${SignIns} id=${record.id} />
    </div>`}<//>`;
}

/** @param {{store: Record<string, any>}} props */
export function NewPerson({ store }) {
  const read = useData(async (signal) => (await all("staff", signal)).filter((p) => p.store === store.id), [store.id]);
  return html`<p class="back"><a href=${href("/settings/people")}>${t("settings.allPeople")}</a></p>
    <${Shown} of=${read} isEmpty=${() => false} lines=${6}>${(/** @type {any[]} */ others) => html`<${NewForm} store=${store} others=${others} />`}<//>`;
}

/** Who was added with codes of somebody else: receipts follow to them. */
let brought = "";

/** @param {{store: Record<string, any>, others: any[]}} props */
function NewForm({ store, others }) {
  const form = useForm({
    initial: { name: "", code: "", pos_codes: [], role: "associate", active: true }, check: check(others),
    save: async (v, { key }) => (await request("POST", place("staff"), { ...trimmed(v), store: store.id }, { key })).data,
    saved: (kept, values) => {
      if (coming(values, others).length) brought = kept.id;
      toast(t("settings.personAdded", { name: kept.name }));
      go("/settings/people/" + kept.id, { replace: true });
    },
  });
  return html`<form class="parts" ...${form.form}><section><h2>${t("settings.addPerson")}</h2><${Fields} form=${form} others=${others} fresh /></section>
    <${Refused} form=${form} /><div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.addPerson")}<//></div></form>`;
}

/** The code by which scorecards name somebody is nobody else's. @param {any[]} others */
const check = (others) => (/** @type {Record<string, any>} */ v) => {
  /** @type {Record<string, string>} */
  const wrong = {};
  const owner = (/** @type {string} */ code) => others.find((p) => same(p.code, code));
  if (!v.name.trim()) wrong.name = t("settings.personNeeded");
  if (!v.code.trim()) wrong.code = t("settings.codeNeeded");
  else if (owner(v.code)) wrong.code = t("settings.codeTaken", { code: v.code.trim(), name: owner(v.code).name });
  const taken = (v.pos_codes || []).find(owner);
  if (taken) wrong.pos_codes = t("settings.codeTaken", { code: taken, name: owner(taken).name });
  return wrong;
};

/** Codes of the POS that come from somebody else with the next save. The code by which somebody is named does not: check says so. @param {Record<string, any>} v @param {any[]} others */
function coming(v, others) {
  const found = [];
  for (const code of [...(v.pos_codes || []), v.code]) {
    if (others.some((p) => same(p.code, code))) continue;
    const from = others.find((p) => (p.pos_codes || []).some((/** @type {string} */ c) => same(c, code)));
    if (from && !found.some((f) => same(f.code, code))) found.push({ code, from });
  }
  return found;
}

/** @param {Record<string, any>} v @returns {Record<string, any>} */
const trimmed = (v) => ({ ...v, name: v.name.trim(), code: v.code.trim() });

/** A code that the person had stays one of the POS's, so that older files still find them. @param {any} record */
const keeping = (record) => (/** @type {Record<string, any>} */ v) => {
  const sent = trimmed(v);
  const known = [...(sent.pos_codes || []), sent.code];
  return known.some((c) => same(c, record.code)) ? sent : { ...sent, pos_codes: [...(sent.pos_codes || []), record.code] };
};

const names = ["name", "code", "pos_codes", "role", "active"];

/** @param {{record: any, others: any[]}} props */
function PersonForm({ record, others: read }) {
  const [others, setOthers] = useState(read);
  const [turn, setTurn] = useState(brought === record.id ? 1 : 0);
  const codes = useRef([record.code, ...(record.pos_codes || [])]);
  const save = useSave("staff", record.id, keeping(record));
  const form = useForm({
    initial: { ...Object.fromEntries(names.map((f) => [f, record[f]])), pos_codes: record.pos_codes || [] }, etag: tag(record), check: check(others), save,
    saved: (kept) => {
      form.set("pos_codes", kept.pos_codes || []);
      const now = [kept.code, ...(kept.pos_codes || [])];
      if (now.some((c) => !codes.current.some((had) => same(had, c)))) setTurn((n) => n + 1);
      codes.current = now;
      setOthers((list) => list.map((p) => ({ ...p, pos_codes: (p.pos_codes || []).filter((/** @type {string} */ c) => !now.some((n) => same(n, c))) })));
      toast(t("settings.personSaved", { name: kept.name }));
    },
  });
  const labels = Object.fromEntries(names.map((f) => [f, t("settings.person_" + f)]));
  return html`<form class="parts" ...${form.form}><section><h2>${record.name}</h2><${Fields} form=${form} others=${others} /></section>
    <${Refused} form=${form} />
    ${turn > 0 && html`<${Following} store=${record.store} turn=${turn} />`}
    <div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.savePerson")}<//></div>
    <${Conflict} form=${form} labels=${labels} show=${shown} /></form>`;
}

/** @param {string} name @param {any} value */
function shown(name, value) {
  if (name === "role") return t("role." + value);
  if (name === "active") return t(value ? "settings.worksHere" : "settings.left");
  return Array.isArray(value) ? value.join(", ") : value;
}

/** @param {{form: ReturnType<typeof useForm>, others: any[], fresh?: boolean}} props */
function Fields({ form, others, fresh = false }) {
  const moving = coming(form.values, others);
  return html`<div class="pair">
    <${Field} label=${t("settings.person_name")} ...${form.field("name")} maxlength="120" autocomplete="off" />
    <${Field} label=${t("settings.person_code")} hint=${t("settings.codeHint")} ...${form.field("code")} maxlength="60" autocomplete="off" />
    <div class="stack"><${Codes} form=${form} label=${t("settings.person_pos_codes")} hint=${t("settings.posCodesHint")} />
      ${moving.length > 0 && html`<div role="status">${moving.map((m) => html`<p class="note" key=${m.code}>${t("settings.codeComes", { code: m.code, name: m.from.name })}</p>`)}</div>`}</div>
    <${Picks} legend=${t("settings.person_role")} name="role" value=${form.values.role} onInput=${(/** @type {string} */ v) => form.set("role", v)}
      options=${roles.map((r) => ({ value: r, label: t("role." + r), note: t("role.can_" + r) }))} />
    ${!fresh && html`<div class="whole"><${Check} label=${t("settings.worksHere")} checked=${form.values.active} onInput=${(/** @type {boolean} */ v) => form.set("active", v)} />
      ${!form.values.active && html`<p class="note">${t("settings.leftNote")}</p>`}</div>`}
  </div>`;
}
