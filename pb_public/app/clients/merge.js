// Two records of one person become one. The preview is what the server made
// and took back, so it shows exactly what a merge makes.
import { html, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { money, number } from "../format.js";
import { report } from "../report.js";
import { go, href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Failed, Notice, Page, Picks, Shown, Table, toast, useData } from "../ui/index.js";
import { card as read, staff } from "./book.js";
import { Sums } from "./card.js";
import { Margin } from "./facts.js";
import { Search } from "./search.js";
import { fieldName, held, partName } from "./words.js";

/** @param {{params: {id: string}}} props */
export function MergeWith({ params: { id } }) {
  const [text, setText] = useState("");
  const pick = (/** @type {any} */ c) => go(`/clients/${id}/merge/${c.id}`);
  return html`<${Page} title=${t("clients.mergePick")} name=${t("clients.mergeTitle")} lead=${t("clients.mergePickNote")} acts=${html`<${Button} href=${href("/clients/" + id)}>${t("clients.backToCard")}<//>`} class="clients">
    <${Search} text=${text} onText=${setText} onPick=${pick} without=${id} /><//>`;
}

/** @param {{params: {id: string, drop: string}}} props */
export function Merge({ params: { id, drop } }) {
  const [choose, setChoose] = useState(/** @type {Record<string, string>} */ ({}));
  const sides = useData(async (signal) => {
    const [keep, other, people] = await Promise.all([read(id, signal), read(drop, signal), staff(signal)]);
    const names = Object.fromEntries(people.map((p) => [p.id, p.name]));
    for (const c of [keep, other]) if (c.household) names[c.household.id] = c.household.name;
    return { keep, other, names };
  }, [id, drop]);
  const preview = useData(async (signal) => (await request("POST", "/api/merges/preview", { keep: id, drop, choose }, { signal })).data, [id, drop, JSON.stringify(choose)]);
  const lead = sides.data ? t("clients.mergeLead", { keep: sides.data.keep.name, drop: sides.data.other.name }) : "";
  const again = () => (sides.refresh(), preview.refresh());
  const acts = html`<${Button} href=${href(`/clients/${drop}/merge/${id}`)}>${t("clients.swap")}<//><${Button} kind="plain" href=${href("/clients/" + id)}>${t("app.cancel")}<//>`;
  return html`<${Page} title=${t("clients.mergeTitle")} lead=${lead} acts=${acts} class="clients">
    <${Shown} of=${sides}>${(/** @type {any} */ s) => html`<${Shown} of=${preview} lines=${8}>${(/** @type {any} */ p) =>
      html`<${Outcome} sides=${s} preview=${p} choose=${choose} onChoose=${setChoose} waiting=${preview.loading} onStale=${again} />`}<//>`}<//>
  <//>`;
}

/** What a merge holds for a field: one side, or both joined. @param {any} f @param {Record<string, string>} choose */
function chosen(f, choose) {
  if (choose[f.field]) return choose[f.field];
  if (f.result === f.keep) return "keep";
  return f.result === f.drop ? "drop" : "both";
}

/**
 * @param {object} props
 * @param {any} props.sides @param {any} props.preview @param {boolean} props.waiting
 * @param {Record<string, string>} props.choose @param {(c: Record<string, string>) => void} props.onChoose @param {() => void} props.onStale
 */
function Outcome({ sides, preview: p, choose, onChoose, waiting, onStale }) {
  const { names } = sides;
  const differ = p.fields.filter((/** @type {any} */ f) => f.keep !== f.drop);
  const options = (/** @type {any} */ f) => [
    { value: "keep", label: held(f.field, f.keep, names) }, { value: "drop", label: held(f.field, f.drop, names) },
    ...(f.field === "notes" ? [{ value: "both", label: t("clients.bothSides") }] : []),
  ];
  return html`<div class="split"><div class="stack">
      <div class="choices">${differ.map((/** @type {any} */ f) => html`<${Picks} key=${f.field} legend=${fieldName(f.field)} name=${"of-" + f.field} value=${chosen(f, choose)} options=${options(f)}
        onInput=${(/** @type {string} */ v) => onChoose({ ...choose, [f.field]: v })} />`)}</div>
      <section class="after" aria-busy=${String(waiting)}><h2>${t("clients.afterMerge")}</h2><p class="lead serif">${p.client.name}</p><${Sums} card=${p.client} /><${Margin} card=${p.client} /></section>
    </div>
    <aside class="margin stack"><${Moves} preview=${p} /><${Agree} preview=${p} currency=${p.client.value.currency} />
      <${Go} sides=${sides} preview=${p} choose=${choose} waiting=${waiting} onStale=${onStale} /></aside></div>`;
}

/** @param {{preview: any}} props */
function Moves({ preview: p }) {
  const all = Object.entries(p.moves).filter(([, n]) => n > 0);
  return html`<section><h2>${t("clients.moves")}</h2>
    ${all.length ? html`<dl class="ledger">${all.map(([name, n]) => [html`<dt>${fieldName(name) === name ? partName(name) : fieldName(name)}</dt>`, html`<dd>${number(n)}</dd>`])}</dl>` : html`<p class="note">${t("clients.movesNone")}</p>`}
    ${p.gone > 0 && html`<p class="note">${t("clients.gone", { n: p.gone })}</p>`}</section>`;
}

/** @param {any} p */
const agree = (p) => ["receipts", "net", "total"].every((k) => p.before[k] === p.after[k]);

/** @param {{preview: any, currency: string}} props */
function Agree({ preview: p, currency }) {
  const show = (/** @type {any} */ r, /** @type {"before"|"after"} */ side) => (r.key === "receipts" ? number(p[side].receipts) : money(p[side][r.key], { currency }));
  const columns = [
    { key: "what", label: t("clients.what"), show: (/** @type {any} */ r) => t("clients." + r.word) },
    { key: "before", label: t("clients.beforeBoth"), num: true, show: (/** @type {any} */ r) => show(r, "before") },
    { key: "after", label: t("clients.afterOne"), num: true, show: (/** @type {any} */ r) => show(r, "after") },
  ];
  const rows = [{ key: "receipts", word: "sumReceipts" }, { key: "net", word: "sumNet" }];
  return html`<section><h2>${t("clients.sums")}</h2><${Table} caption=${t("clients.sums")} columns=${columns} rows=${rows} id=${(/** @type {any} */ r) => r.key} />
    <p class="note">${t(agree(p) ? "clients.sumsAgree" : "clients.sumsDiffer")}</p></section>`;
}

/** @param {{sides: any, preview: any, choose: Record<string, string>, waiting: boolean, onStale: () => void}} props */
function Go({ sides, preview: p, choose, waiting, onStale }) {
  const { person } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [stale, setStale] = useState(false);
  if (person?.role === "associate") return html`<p class="note">${t("clients.mergeManagers")}</p>`;
  const merge = async () => {
    setBusy(true);
    setError(null);
    try {
      const { data } = await request("POST", "/api/merges", { keep: sides.keep.id, drop: sides.other.id, choose, keep_rev: p.keep_rev, drop_rev: p.drop_rev });
      go("/clients/" + data.client.id, { replace: true });
      toast(t("clients.mergeDone"), { undo: () => go(`/clients/${data.client.id}/apart/${data.merge}`) });
    } catch (wrong) {
      setBusy(false);
      if (wrong instanceof HttpError && wrong.kind === "changed") return setStale(true), onStale();
      if (!(wrong instanceof HttpError)) report(wrong, "merging");
      setError(wrong);
    }
  };
  return html`<section class="stack">${stale && html`<${Notice} kind="alert" title=${t("clients.mergeChanged")} />`}${error && html`<${Failed} error=${error} />`}
    <div class="row"><${Button} kind="main" busy=${busy} disabled=${waiting || !agree(p)} onClick=${merge}>${t("clients.mergeDo")}<//></div></section>`;
}
