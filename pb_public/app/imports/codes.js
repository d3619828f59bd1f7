// Codes of the POS that nobody on the staff has: a new person, somebody who is
// there already, or left as they are.
import { html, useState } from "../preact.js";
import { request } from "../http.js";
import { money } from "../format.js";
import { t } from "../text.js";
import { place, tag } from "../settings/record.js";
import { Button, Field, Select, toast } from "../ui/index.js";

/** @typedef {(act: () => Promise<void>) => Promise<void>} Attempt */

/** @param {{codes: any[], people: any[] | null | undefined, store: string, attempt: Attempt}} props people: null where the person may not say it */
export function Codes({ codes, people, store, attempt }) {
  const note = people === null ? t("imports.codesOwner") : t("imports.codesNote");
  return html`<h3>${t("imports.staffNew", { n: codes.length })}</h3><p class="note">${note}</p>
    <ul class="rows">${codes.map((c) => html`<${Code} key=${c.code} code=${c} people=${people || null} store=${store} attempt=${attempt} />`)}</ul>`;
}

/** @param {{code: any, people: any[] | null, store: string, attempt: Attempt}} props code: of the preview, or a record of the staff */
function Code({ code, people, store, attempt }) {
  const [who, setWho] = useState("");
  const [name, setName] = useState(code.id ? "" : code.name);
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const others = (people || []).filter((p) => p.id !== code.id).sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  const options = [{ value: "", label: t("imports.newPerson") }, ...others.map((p) => ({ value: p.id, label: p.active ? p.name : t("imports.whoLeft", { name: p.name }) }))];
  const send = async (/** @type {Event} */ e) => {
    e.preventDefault();
    if (busy) return;
    if (!who && !name.trim()) return setWrong(t("imports.nameNeeded"));
    setBusy(true);
    const person = others.find((p) => p.id === who);
    await attempt(() => (person ? is(code, person) : add(code, name.trim(), store)));
    setBusy(false);
  };
  return html`<li class="ask-row"><div><p class="name">${t("imports.whoIs", { code: code.code })}</p>${code.lines > 0 && html`<p class="note">${held(code)}</p>`}</div>
    ${people && html`<form class="say-row" noValidate onSubmit=${send}>
      ${others.length > 0 && html`<${Select} label=${t("imports.codeIs", { code: code.code })} value=${who} options=${options} onInput=${setWho} />`}
      ${!who && html`<${Field} label=${t("imports.nameOf", { code: code.code })} value=${name} error=${wrong} maxlength="120" autocomplete="off" onInput=${(/** @type {string} */ v) => (setWrong(""), setName(v))} />`}
      <${Button} type="submit" busy=${busy} aria-label=${t("imports.sayWhoOf", { code: code.code })}>${t("imports.sayWho")}<//>
    </form>`}</li>`;
}

/** 38 lines, $12,460.50, first on row 6. @param {any} c */
export const held = (c) => [t("imports.codeHolds", { n: c.lines, sum: money(c.net, { currency: c.currency || undefined }), row: c.row }), c.name && t("imports.fileName", { name: c.name })].filter(Boolean).join(" ");

/** A person of their own. @param {any} code @param {string} name @param {string} store */
async function add(code, name, store) {
  if (code.id) await request("PATCH", place("staff", code.id), { name }, { ifMatch: tag(code) });
  else await request("POST", place("staff"), { name, code: code.code, pos_codes: [code.code], role: "associate", active: true, store });
  toast(t("settings.named", { code: code.code, name }));
}

/** Somebody who is there already. @param {any} code @param {any} person */
async function is(code, person) {
  if (code.id) await request("POST", `/api/imports/codes/${code.id}/join`, { person: person.id });
  else await request("PATCH", place("staff", person.id), { pos_codes: [...(person.pos_codes || []), code.code] }, { ifMatch: tag(person) });
  toast(t("settings.named", { code: code.code, name: person.name }));
}
