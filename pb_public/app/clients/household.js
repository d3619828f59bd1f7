// Who lives together: the address, somebody who lives here too, and a split.
import { html, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button, Check, Conflict, Dialog, Failed, Field, Refused, Select, toast, useForm } from "../ui/index.js";
import { card as read, change, make, tag } from "./book.js";
import { countries, countryName } from "./countries.js";
import { Search } from "./search.js";
import { fieldName, partName } from "./words.js";

const lines = ["name", "line1", "line2", "city", "region", "postal_code", "country"];

/** @param {{card: any, onDone: () => void, onClose: () => void}} props */
export function Household({ card, onDone, onClose }) {
  const [view, show] = useState("address");
  const back = () => show("address");
  if (view === "join") return html`<${Join} key="join" card=${card} onDone=${onDone} onClose=${back} />`;
  if (view === "split") return html`<${Split} key="split" card=${card} onDone=${onDone} onClose=${back} />`;
  return html`<${Address} key="address" card=${card} onShow=${show} onDone=${onDone} onClose=${onClose} />`;
}

/** Makes a household for somebody who has none. @param {any} card @param {any} values @param {string} [key] */
async function settle(card, values, key) {
  const { data } = await make("households", { ...values, name: values.name || card.name, store: card.store }, key);
  await request("PATCH", "/api/clients/" + card.id, { household: data.id }, { ifMatch: tag(card) });
  return data.id;
}

/** @param {{card: any, onShow: (view: string) => void, onDone: () => void, onClose: () => void}} props */
function Address({ card, onShow, onDone, onClose }) {
  const h = card.household;
  const form = useForm({
    initial: Object.fromEntries(lines.map((n) => [n, h ? h[n] : n === "name" ? card.name : ""])),
    etag: h ? tag(h) : undefined,
    save: (values, how) => (h ? change("households", h.id, values, how) : settle(card, values, how.key)),
    saved: () => (onDone(), toast(t("clients.keptIt"))),
  });
  const field = (/** @type {string} */ n, /** @type {any} */ more = {}) => html`<${Field} label=${fieldName(n)} ...${form.field(n)} autocomplete="off" ...${more} />`;
  return html`<${Dialog} title=${partName("households")} onClose=${onClose}>
    <form class="stack" ...${form.form}><${Refused} form=${form} />
      ${field("name")}${field("line1")}${field("line2")}
      <div class="two">${field("city")}${field("region")}</div><div class="two">${field("postal_code")}<${Select} label=${fieldName("country")} ...${form.field("country")} options=${countries(form.values.country)} autocomplete="off" /></div>
      <div class="row acts"><${Button} kind="main" type="submit" busy=${form.busy}>${t("clients.saveIt")}<//><${Button} kind="plain" onClick=${onClose}>${t("app.cancel")}<//></div></form>
    <div class="row"><${Button} onClick=${() => onShow("join")}>${t("clients.joinHome")}<//>
      ${h?.members.length > 1 && html`<${Button} onClick=${() => onShow("split")}>${t("clients.split")}<//>`}</div>
    <${Conflict} form=${form} labels=${Object.fromEntries(lines.map((n) => [n, fieldName(n)]))} show=${(/** @type {string} */ n, /** @type {any} */ v) => (n === "country" ? countryName(v) : v)} />
  <//>`;
}

/** Runs one write and keeps what went wrong. @param {() => void} onDone */
function useWork(onDone) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const run = async (/** @type {() => Promise<string>} */ work) => {
    setBusy(true);
    setError(null);
    try {
      const words = await work();
      onDone();
      toast(words);
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) report(wrong, "household");
      setError(wrong);
      setBusy(false);
    }
  };
  return { busy, error, run };
}

/** @param {{card: any, onDone: () => void, onClose: () => void}} props */
function Join({ card, onDone, onClose }) {
  const [text, setText] = useState("");
  const [other, choose] = useState(/** @type {any} */ (null));
  const [home, setHome] = useState(card.household?.id || "");
  const { busy, error, run } = useWork(onDone);
  const join = () => run(async () => {
    const fresh = await read(other.id);
    if (fresh.household && fresh.household.id !== home && fresh.household.members.length > 1) throw new HttpError(409, t("clients.homeTaken", { name: fresh.name }), null);
    const id = home || (await settle(card, {}));
    setHome(id);
    await request("PATCH", "/api/clients/" + other.id, { household: id }, { ifMatch: tag(fresh) });
    return t("clients.joined", { name: fresh.name });
  });
  const acts = html`<${Button} kind="main" busy=${busy} disabled=${!other} onClick=${join}>${t("clients.moveIn")}<//><${Button} kind="plain" onClick=${onClose}>${t("app.cancel")}<//>`;
  return html`<${Dialog} title=${t("clients.joinHome")} onClose=${onClose} acts=${acts}>
    <p class="note">${t("clients.moveInNote")}</p>
    ${error && html`<${Failed} error=${error} />`}
    ${other ? html`<p><b>${other.name}</b> <${Button} kind="plain" onClick=${() => choose(null)}>${t("clients.chooseOther")}<//></p>`
      : html`<${Search} text=${text} onText=${setText} onPick=${choose} without=${card.id} />`}
  <//>`;
}

/** @param {{card: any, onDone: () => void, onClose: () => void}} props */
function Split({ card, onDone, onClose }) {
  const { id, members } = card.household;
  const [leaving, setLeaving] = useState(/** @type {string[]} */ ([]));
  const { busy, error, run } = useWork(onDone);
  const enough = leaving.length > 0 && leaving.length < members.length;
  const split = () => run(async () => {
    await request("POST", `/api/households/${id}/split`, { clients: leaving });
    return t("clients.splitDone");
  });
  const toggle = (/** @type {string} */ one) => setLeaving(leaving.includes(one) ? leaving.filter((x) => x !== one) : [...leaving, one]);
  const acts = html`<${Button} kind="main" busy=${busy} disabled=${!enough} onClick=${split}>${t("clients.splitDo")}<//><${Button} kind="plain" onClick=${onClose}>${t("app.cancel")}<//>`;
  return html`<${Dialog} title=${t("clients.split")} onClose=${onClose} acts=${acts}>
    <p class="note">${t("clients.splitNote")}</p>
    ${error && html`<${Failed} error=${error} />`}
    <div class="picks">${members.map((/** @type {any} */ m) => html`<${Check} key=${m.id} label=${m.name} checked=${leaving.includes(m.id)} onInput=${() => toggle(m.id)} />`)}</div>
    ${leaving.length === members.length && html`<p class="wrong note" role="alert">${t("clients.splitNeeded")}</p>`}
  <//>`;
}
