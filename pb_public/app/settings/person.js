// One person: who they are, under which codes the POS knows them, what they may
// do, their password and where they are signed in.
import { html, useState } from "../preact.js";
import { request, HttpError } from "../http.js";
import { moment } from "../format.js";
import { report } from "../report.js";
import { go, href } from "../router.js";
import { t } from "../text.js";
import { Button, Check, Conflict, Failed, Field, Password, Picks, Refused, Row, Rows, Shown, toast, useData, useForm } from "../ui/index.js";
import { place, tag, useSave } from "./record.js";

const roles = ["associate", "manager", "owner"];

/** @param {{params: {id: string}, person: {id: string}}} props */
export function OnePerson({ params, person }) {
  const read = useData(async (signal) => (await request("GET", place("staff", params.id), undefined, { signal })).data, [params.id]);
  return html`<p class="back"><a href=${href("/settings/people")}>${t("settings.allPeople")}</a></p>
    <${Shown} of=${read} lines=${6}>${(/** @type {any} */ record) => html`<div class="parts" key=${record.id}>
      <${PersonForm} record=${record} />
      <${GivePassword} record=${record} self=${record.id === person.id} done=${read.refresh} />
      <${SignIns} id=${record.id} />
    </div>`}<//>`;
}

/** @param {{store: Record<string, any>}} props */
export function NewPerson({ store }) {
  const form = useForm({
    initial: { name: "", code: "", pos_codes: [], role: "associate", active: true }, check,
    save: async (v, { key }) => (await request("POST", place("staff"), { ...trimmed(v), store: store.id }, { key })).data,
    saved: (kept) => {
      toast(t("settings.personAdded", { name: kept.name }));
      go("/settings/people/" + kept.id, { replace: true });
    },
  });
  return html`<p class="back"><a href=${href("/settings/people")}>${t("settings.allPeople")}</a></p>
    <form class="parts" ...${form.form}><section><h2>${t("settings.addPerson")}</h2><${Fields} form=${form} fresh /></section>
    <${Refused} form=${form} /><div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.addPerson")}<//></div></form>`;
}

/** @param {Record<string, any>} v */
function check(v) {
  /** @type {Record<string, string>} */
  const wrong = {};
  if (!v.name.trim()) wrong.name = t("settings.personNeeded");
  if (!v.code.trim()) wrong.code = t("settings.codeNeeded");
  return wrong;
}

/** @param {Record<string, any>} v @returns {Record<string, any>} */
const trimmed = (v) => ({ ...v, name: v.name.trim(), code: v.code.trim() });

/** A code that the person had stays one of the POS's, so that older files still find them. @param {any} record */
const keeping = (record) => (/** @type {Record<string, any>} */ v) => {
  const sent = trimmed(v);
  const known = [...(sent.pos_codes || []), sent.code];
  return known.some((c) => same(c, record.code)) ? sent : { ...sent, pos_codes: [...(sent.pos_codes || []), record.code] };
};

/** @param {string} a @param {string} b */
const same = (a, b) => a.trim().toLowerCase() === b.trim().toLowerCase();

const names = ["name", "code", "pos_codes", "role", "active"];

/** @param {{record: any}} props */
function PersonForm({ record }) {
  const save = useSave("staff", record.id, keeping(record));
  const form = useForm({
    initial: { ...Object.fromEntries(names.map((f) => [f, record[f]])), pos_codes: record.pos_codes || [] }, etag: tag(record), check, save,
    saved: (kept) => {
      form.set("pos_codes", kept.pos_codes || []);
      toast(t("settings.personSaved", { name: kept.name }));
    },
  });
  const labels = Object.fromEntries(names.map((f) => [f, t("settings.person_" + f)]));
  return html`<form class="parts" ...${form.form}><section><h2>${record.name}</h2><${Fields} form=${form} /></section>
    <${Refused} form=${form} />
    <div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.savePerson")}<//></div>
    <${Conflict} form=${form} labels=${labels} show=${shown} /></form>`;
}

/** @param {string} name @param {any} value */
function shown(name, value) {
  if (name === "role") return t("settings.role_" + value);
  if (name === "active") return t(value ? "settings.worksHere" : "settings.left");
  return Array.isArray(value) ? value.join(", ") : value;
}

/** @param {{form: ReturnType<typeof useForm>, fresh?: boolean}} props */
function Fields({ form, fresh = false }) {
  return html`<div class="pair">
    <${Field} label=${t("settings.person_name")} ...${form.field("name")} maxlength="120" autocomplete="off" />
    <${Field} label=${t("settings.person_code")} hint=${t("settings.codeHint")} ...${form.field("code")} maxlength="60" autocomplete="off" />
    <${Codes} form=${form} />
    <${Picks} legend=${t("settings.person_role")} name="role" value=${form.values.role} onInput=${(/** @type {string} */ v) => form.set("role", v)}
      options=${roles.map((r) => ({ value: r, label: t("settings.role_" + r) }))} />
    ${!fresh && html`<div class="whole"><${Check} label=${t("settings.worksHere")} checked=${form.values.active} onInput=${(/** @type {boolean} */ v) => form.set("active", v)} />
      ${!form.values.active && html`<p class="note">${t("settings.leftNote")}</p>`}</div>`}
  </div>`;
}

/** Codes are written with commas and kept as a list. @param {{form: ReturnType<typeof useForm>}} props */
function Codes({ form }) {
  const kept = (form.values.pos_codes || []).join(", ");
  const [typed, setTyped] = useState(kept);
  const list = (/** @type {string} */ text) => text.split(",").map((c) => c.trim()).filter(Boolean);
  const value = list(typed).join(", ") === kept ? typed : kept;
  return html`<${Field} label=${t("settings.person_pos_codes")} hint=${t("settings.posCodesHint")} ...${form.field("pos_codes")} value=${value} autocomplete="off"
    onInput=${(/** @type {string} */ v) => (setTyped(v), form.set("pos_codes", list(v)))} />`;
}

/** @param {{record: any, self: boolean, done: () => void}} props */
function GivePassword({ record, self, done }) {
  const form = useForm({
    initial: self ? { current: "", password: "" } : { password: "" },
    check: (v) => /** @type {Record<string, string>} */ (v.password.length < 10 ? { password: t("owner.passwordShort") } : {}),
    save: (v, { key }) => request("POST", `/api/staff/${record.id}/password`, v, { key }),
    saved: () => {
      form.set("password", "");
      if (self) form.set("current", "");
      toast(t("settings.passwordGiven", { name: record.name }));
      done();
    },
  });
  return html`<form class="parts" ...${form.form}><section><h2>${t("settings.password")}</h2>
    <p class="note">${t(self ? "settings.passwordSelf" : record.signs_in ? "settings.passwordAnew" : "settings.passwordFirst", { name: record.name })}</p>
    <div class="pair">
      ${self && html`<${Password} label=${t("settings.passwordNow")} ...${form.field("current")} />`}
      <${Password} label=${t("owner.password")} hint=${t("owner.passwordHint")} ...${form.field("password")} autocomplete="new-password" />
    </div></section>
    <${Refused} form=${form} />
    <div class="row"><${Button} type="submit" busy=${form.busy}>${t(record.signs_in ? "settings.changePassword" : "settings.givePassword")}<//></div></form>`;
}

/** Where somebody is signed in, each with its end. @param {{id: string}} props */
function SignIns({ id }) {
  const [refused, setRefused] = useState(/** @type {HttpError | null} */ (null));
  const read = useData(async (signal) => (await request("GET", "/api/sessions", undefined, { signal })).data.sessions.filter((/** @type {any} */ s) => s.person.id === id), [id]);
  const end = async (/** @type {any} */ s) => {
    try {
      await request("DELETE", "/api/sessions/" + s.id);
      toast(t("settings.signInEnded"));
      setRefused(null);
    } catch (error) {
      if (!(error instanceof HttpError)) return report(error, "ending a sign-in");
      setRefused(error);
    }
    read.refresh();
  };
  return html`<section><h2>${t("settings.signIns")}</h2>${refused && html`<${Failed} error=${refused} />`}
    <${Shown} of=${read} lines=${2} empty=${html`<p class="note">${t("settings.noSignIns")}</p>`}>${(/** @type {any[]} */ list) => html`<${Rows} label=${t("settings.signIns")}>
      ${list.map((s) => html`<${Row} key=${s.id} title=${s.device || t("settings.someDevice")} note=${t("settings.lastSeen", { at: moment(s.last_seen) })}
        end=${s.current ? html`<span class="note">${t("settings.thisOne")}</span>` : html`<${Button} onClick=${() => end(s)}>${t("settings.endSignIn")}<//>`} />`)}
    <//>`}<//></section>`;
}
