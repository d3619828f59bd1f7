// A merge is taken apart again; what could not move back is listed with why.
import { html, useState } from "../preact.js";
import { HttpError, newKey, request } from "../http.js";
import { moment } from "../format.js";
import { report } from "../report.js";
import { href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Failed, Page, Shown, useData } from "../ui/index.js";
import { card as read } from "./book.js";
import { fieldName, partName } from "./words.js";

/** @param {{params: {id: string, merge: string}}} props */
export function Apart({ params: { id, merge } }) {
  const of = useData((signal) => read(id, signal), [id]);
  const [done, setDone] = useState(/** @type {any} */ (null));
  if (done) return html`<${Page} title=${t("clients.apartDone")} class="clients narrow"><${Done} apart=${done} /><//>`;
  const lead = of.data ? t("clients.apartLead", { name: of.data.name }) : "";
  return html`<${Page} title=${t("clients.apartTitle")} lead=${lead} class="clients narrow"><${Shown} of=${of}>${(/** @type {any} */ c) => html`<${Ask} card=${c} merge=${merge} onDone=${setDone} />`}<//><//>`;
}

/** @param {{card: any, merge: string, onDone: (apart: any) => void}} props */
function Ask({ card, merge, onDone }) {
  const { person } = useSession();
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const m = card.merges.find((/** @type {any} */ x) => x.id === merge);
  const undo = async () => {
    setBusy(true);
    setError(null);
    try {
      onDone((await request("POST", `/api/merges/${merge}/undo`, {}, { key })).data);
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) report(wrong, "taking apart");
      setError(wrong);
      setBusy(false);
    }
  };
  return html`<div class="stack">${m && html`<p>${t(m.by ? "clients.mergedBy" : "clients.mergedOn", { at: moment(m.at), name: m.by })}</p>`}
    ${error && html`<${Failed} error=${error} />`}
    ${person?.role === "associate" && html`<p class="note">${t("clients.mergeManagers")}</p>`}
    <div class="row">${person?.role !== "associate" && html`<${Button} kind="main" busy=${busy} onClick=${undo}>${t("clients.apartDo")}<//>`}<${Button} kind="plain" href=${href("/clients/" + card.id)}>${t("app.cancel")}<//></div></div>`;
}

/** @param {{apart: any}} props */
function Done({ apart: { kept, dropped, stayed } }) {
  return html`<div class="stack">${stayed.length === 0 ? html`<p>${t("clients.apartAll")}</p>`
    : html`<section><p>${t("clients.apartStayed", { n: stayed.length })}</p><ul class="rows">${stayed.map((/** @type {any} */ s, /** @type {number} */ i) =>
      html`<li key=${i}><div class="line"><span class="what"><span>${s.field ? fieldName(s.field) : partName(s.collection)}</span><span class="note">${s.reason}</span></span></div></li>`)}</ul></section>`}
    <div class="row">${[kept, dropped].map((c) => html`<${Button} key=${c.id} href=${href("/clients/" + c.id)}>${t("clients.openCard", { name: c.name })}<//>`)}</div></div>`;
}
