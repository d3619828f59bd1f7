// A code that a file brought may be somebody who is on the staff already: then
// two entries become one person, with everything sold under either.
import { html } from "../preact.js";
import { request } from "../http.js";
import { go } from "../router.js";
import { t } from "../text.js";
import { Button, Refused, Select, toast, useForm } from "../ui/index.js";

/** Whether an entry may be somebody else's second one: a file brought it and nobody signs in under it. @param {any} p */
export const twice = (p) => Boolean(p.import) && !p.signs_in && p.role === "associate";

/** @param {any} from @param {(kept: any) => void} saved */
const useJoin = (from, saved) => useForm({
  initial: { person: "" },
  check: (v) => /** @type {Record<string, string>} */ (v.person ? {} : { person: t("settings.personChoose") }),
  save: async (v, { key }) => (await request("POST", `/api/imports/codes/${from.id}/join`, { person: v.person }, { key })).data,
  saved: (kept) => {
    toast(t("settings.joined", { code: from.code, name: kept.name }));
    saved(kept);
  },
});

/** @param {any[]} people */
const choices = (people) => [{ value: "", label: t("settings.chooseOne") }, ...people.map((p) => ({ value: p.id, label: `${p.name} (${p.code})` }))];

/** Below the name of a new code: or is it one of these? @param {{person: any, named: any[], done: () => void}} props */
export function IsAlso({ person, named, done }) {
  const form = useJoin(person, done);
  return html`<form class="line naming also" ...${form.form}>
    <${Select} label=${t("settings.orIs", { code: person.code })} ...${form.field("person")} options=${choices(named)} />
    <${Button} type="submit" busy=${form.busy}>${t("settings.joinCode")}<//>
    <${Refused} form=${form} />
  </form>`;
}

/** On a person's own page. @param {{record: any, others: any[]}} props */
export function SamePerson({ record, others }) {
  const form = useJoin(record, (kept) => go("/settings/people/" + kept.person, { replace: true }));
  return html`<form class="parts" ...${form.form}><section><h2>${t("settings.samePerson")}</h2>
    <p class="note">${t("settings.samePersonNote", { name: record.name })}</p>
    <div class="pair"><${Select} label=${t("settings.samePersonAs", { name: record.name })} ...${form.field("person")} options=${choices(others.filter((p) => p.active))} /></div></section>
    <${Refused} form=${form} />
    <div class="row"><${Button} type="submit" busy=${form.busy}>${t("settings.makeOne")}<//></div></form>`;
}
