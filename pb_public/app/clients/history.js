// What was changed of a client, by whom, and the way back for each field.
import { html, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { moment } from "../format.js";
import { report } from "../report.js";
import { href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Empty, Failed, Notice, Page, Shown, toast, useData } from "../ui/index.js";
import { card as read, staff } from "./book.js";
import { fieldName, held, partName } from "./words.js";

const silent = ["name_key", "normalized", "import", "rev", "client", "store", "client_name"];

/** @param {{params: {id: string}}} props */
export function History({ params: { id } }) {
  const { person } = useSession();
  const manages = person?.role !== "associate";
  const of = useData(async (signal) => {
    const [c, people, { data }] = await Promise.all([read(id, signal), staff(signal), request("GET", `/api/clients/${id}/history`, undefined, { signal })]);
    const names = Object.fromEntries(people.map((p) => [p.id, p.name]));
    if (c.household) names[c.household.id] = c.household.name;
    for (const r of c.relations) names[r.other] = r.other_name;
    return { c, names: { ...names, [c.id]: c.name }, changes: data.changes };
  }, [id]);
  const [moved, setMoved] = useState(false);
  const title = of.data ? t("clients.historyTitle", { name: of.data.c.name }) : t("clients.history");
  const back = html`<${Button} href=${href("/clients/" + id)}>${t("clients.backToCard")}<//>`;
  const done = (/** @type {string} */ field) => (setMoved(false), of.refresh(), toast(t("clients.backDone", { what: fieldName(field) })));
  const stale = () => (setMoved(true), of.refresh());
  return html`<${Page} title=${title} lead=${t(manages ? "clients.historyLead" : "clients.historyMine")} acts=${back} class="clients">
    ${moved && html`<${Notice} kind="alert" title=${t("clients.movedOn")} />`}
    <${Shown} of=${of} isEmpty=${(/** @type {any} */ d) => d.changes.length === 0} empty=${html`<${Empty} title=${t(manages ? "clients.historyEmpty" : "clients.historyOwnOnly")} />`}>${(/** @type {any} */ d) => html`<ol class="changes">${d.changes.map((/** @type {any} */ c) =>
      html`<${Change} key=${c.seq} change=${c} names=${d.names} client=${id} manages=${manages} onDone=${done} onStale=${stale} />`)}</ol>`}<//>
  <//>`;
}

/** @param {any} c */
function what(c) {
  const known = ["create", "update", "delete"].includes(c.action);
  return t("clients.did_" + (known ? c.action : "other"), { what: partName(c.collection), action: c.action });
}

/**
 * @param {object} props
 * @param {any} props.change @param {Record<string, string>} props.names @param {string} props.client @param {boolean} props.manages
 * @param {(field: string) => void} props.onDone @param {() => void} props.onStale
 */
function Change({ change: c, names, client, manages, onDone, onStale }) {
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const putBack = async (/** @type {string} */ field) => {
    setBusy(field);
    setError(null);
    try {
      await request("POST", `/api/clients/${client}/history/${c.seq}/back`, { fields: [field] }, { ifMatch: `"${c.rev}"` });
      onDone(field);
    } catch (wrong) {
      if (wrong instanceof HttpError && wrong.kind === "changed") return onStale();
      if (!(wrong instanceof HttpError)) report(wrong, "putting back");
      setError(wrong);
    } finally {
      setBusy("");
    }
  };
  const fields = c.fields.filter((/** @type {any} */ f) => !silent.includes(f.name));
  return html`<li><div class="facts-head"><h2>${what(c)}</h2><p class="note">${c.who || t("clients.program")}, <span class="nowrap">${moment(c.at)}</span></p></div>
    ${fields.length > 0 && html`<ul class="fields">${fields.map((/** @type {any} */ f) => html`<li key=${f.name}>
      <p class="label">${fieldName(c.collection === "consents" && f.name === "state" ? "answer" : f.name)}</p>
      <p class="note">${f.before !== null && html`<del>${held(f.name, f.before, names)}</del> `}<ins>${held(f.name, f.after, names)}</ins></p>
      ${manages && f.back && html`<${Button} kind="plain" aria-label=${t("clients.putBackOf", { what: fieldName(f.name) })} busy=${busy === f.name} onClick=${() => putBack(f.name)}>${t("clients.putBack")}<//>`}</li>`)}</ul>`}
    ${error && html`<${Failed} error=${error} />`}</li>`;
}
