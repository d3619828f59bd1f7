// Departments of the POS that no rule knows: one tap says what each one is.
import { html, useState } from "../preact.js";
import { request } from "../http.js";
import { money } from "../format.js";
import { t } from "../text.js";
import { place, tag } from "../settings/record.js";
import { meanings } from "../settings/rule.js";
import { Button, toast } from "../ui/index.js";

const first = 8;

/** @param {{list: any[], store: string, attempt: (act: () => Promise<void>) => Promise<void>}} props */
export function Departments({ list, store, attempt }) {
  const [whole, showAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const shown = whole ? list : list.slice(0, first);
  const take = (/** @type {any} */ rule) => attempt(async () => {
    await request("DELETE", place("category_rules", rule.id), undefined, { ifMatch: tag(rule) });
  });
  const say = async (/** @type {any} */ d, /** @type {any} */ meaning) => {
    if (busy) return;
    setBusy(true);
    await attempt(async () => {
      const { data } = await request("POST", place("category_rules"), { store, match: "category", phrase: d.phrase, role: meaning.role, product_line: meaning.product_line });
      toast(t("settings.nowIs", { category: d.category, meaning: meaning.label }), { undo: () => take(data) });
    });
    setBusy(false);
  };
  return html`<h3>${t("imports.departments", { n: list.length })}</h3><p class="note">${t("imports.departmentsNote")}</p>
    <ul class="rows">${shown.map((d) => html`<li key=${d.category} class="ask-row"><div><p class="name">${d.category ? t("settings.whatIs", { category: d.category }) : t("settings.noDepartment")}</p>
        <p class="note">${t("imports.departmentHolds", { n: d.open, sum: money(d.net, { currency: d.currency || undefined }) })} ${d.examples.length > 0 && t("settings.suchAs", { examples: d.examples.join("; ") })}</p></div>
      ${d.phrase
        ? html`<div class="chips" role="group" aria-label=${t("settings.whatIs", { category: d.category })}>${meanings().map((m) => html`<button key=${m.value} type="button" class="chip" aria-disabled=${busy ? "true" : undefined} onClick=${() => say(d, m)}>${m.label}</button>`)}</div>`
        : html`<p class="note">${t("imports.noPhrase")}</p>`}</li>`)}</ul>
    ${list.length > shown.length && html`<div class="row"><${Button} onClick=${() => showAll(true)}>${t("imports.allDepartments", { n: list.length })}<//></div>`}`;
}
