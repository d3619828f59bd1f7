// The people of the store: first those whom a file brought and nobody named yet.
import { html, useState } from "../preact.js";
import { href } from "../router.js";
import { t } from "../text.js";
import { Button, Conflict, Field, Refused, Row, Rows, Shown, Tag, toast, useData, useForm } from "../ui/index.js";
import { IsAlso, twice } from "./join.js";
import { all, tag, useSave } from "./record.js";

/** A person of whom only the code of the POS is known. @param {any} p */
const nameless = (p) => p.active && p.import && p.name.trim().toLowerCase() === p.code.trim().toLowerCase();

/** @param {{store: Record<string, any>}} props */
export function People({ store }) {
  const [added, setAdded] = useState("");
  const read = useData(async (signal) => (await all("staff", signal)).filter((p) => p.store === store.id), [store.id, added]);
  return html`<${Shown} of=${read} lines=${6}>${(/** @type {any[]} */ people) => {
    const unnamed = people.filter(nameless);
    const named = people.filter((p) => !nameless(p)).sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
    return html`<div class="parts">
      ${unnamed.length > 0 && html`<section><h2>${t("settings.unnamed", { n: unnamed.length })}</h2><p class="note">${t("settings.unnamedNote")}</p>
        <ul class="rows">${unnamed.map((p) => html`<${NameOne} key=${p.id} person=${p} named=${named.filter((n) => n.active)} done=${() => setAdded(p.id)} />`)}</ul></section>`}
      <section><div class="head-row"><h2>${t("settings.people")}</h2><${Button} href=${href("/settings/people/new")}>${t("settings.addPerson")}<//></div>
        <${Rows} label=${t("settings.people")}>${named.map((p) => html`<${Row} key=${p.id} href=${href("/settings/people/" + p.id)} title=${p.name}
          note=${t("role." + p.role) + " · " + p.code} end=${standing(p)} />`)}<//></section>
    </div>`;
  }}<//>`;
}

/** @param {any} p */
function standing(p) {
  if (!p.active) return html`<${Tag}>${t("settings.left")}<//>`;
  return html`<span class="note">${t(p.signs_in ? "settings.signsIn" : "settings.noSignIn")}</span>`;
}

/** @param {{person: any, named: any[], done: () => void}} props */
function NameOne({ person, named, done }) {
  const save = useSave("staff", person.id);
  const form = useForm({
    initial: { name: "" }, etag: tag(person), save: (v, options) => save({ name: v.name.trim() }, options),
    check: (v) => /** @type {Record<string, string>} */ (v.name.trim() ? {} : { name: t("settings.personNeeded") }),
    saved: (kept) => {
      toast(t("settings.named", { code: person.code, name: kept.name }));
      done();
    },
  });
  return html`<li><form class="line naming" ...${form.form}>
    <span class="name">${person.code}</span>
    <${Field} label=${t("settings.nameOf", { code: person.code })} ...${form.field("name")} maxlength="120" autocomplete="off" />
    <${Button} type="submit" busy=${form.busy}>${t("settings.giveName")}<//>
    <${Refused} form=${form} />
    <${Conflict} form=${form} labels=${{ name: t("settings.personName") }} />
  </form>${twice(person) && named.length > 0 && html`<${IsAlso} person=${person} named=${named} done=${done} />`}</li>`;
}
