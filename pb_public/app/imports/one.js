// One import: how far it is, what it did, and the way back.
import { html, useEffect, useRef, useState } from "../preact.js";
import { HttpError, newKey, request } from "../http.js";
import { moment } from "../format.js";
import { useNews } from "../realtime.js";
import { go, href } from "../router.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button, Dialog, Failed, Notice, Page, Progress, Shown, Table, useData } from "../ui/index.js";
import { begin, days, entries, LeftOut, Ledger, outcome, Rejected, Totals, Warnings } from "./counts.js";
import { Arrived } from "./news.js";
import { next } from "./queue.js";

const ended = ["applied", "undone", "failed"];
const most = 200;

/** @param {{params: Record<string, string>}} props */
export function One({ params }) {
  const one = useData(async (signal) => (await request("GET", "/api/imports/" + params.id, undefined, { signal })).data, [params.id]);
  const [live, setLive] = useState(/** @type {any} */ (null));
  // The record says when it has ended; what is told meanwhile may be a moment ahead of it.
  const state = one.data?.progress?.state === "failed" ? "failed" : one.data?.state;
  const running = Boolean(one.data) && !ended.includes(state);
  const back = one.data?.state === "undoing";
  // begun and gone: the PC was restarted before anything of the file was saved
  const forgotten = running && one.error instanceof HttpError && one.error.kind === "missing";
  useNews("imports/" + params.id, (news) => {
    if (news.kind === "changed" && news.data.state) setLive(news.data);
    if (news.kind === "again" || ended.includes(news.data?.state)) one.refresh();
  });
  useEffect(() => {
    if (!running || forgotten) return undefined;
    const look = setInterval(one.refresh, 2000); // where the stream was cut
    return () => clearInterval(look);
  }, [running, forgotten]);
  useEffect(() => {
    if (one.data && one.data.id !== params.id) go("/imports/" + one.data.id, { replace: true });
  }, [one.data?.id]);
  const at = live && !ended.includes(live.state) ? live : one.data?.progress;
  return html`<${Page} title=${forgotten ? t("imports.forgottenTitle") : title(one.data, running)} lead=${one.data && lead(one.data)} class="imports one">
    ${forgotten && !back ? html`<${Notice} kind="alert" title=${t("imports.forgotten")} act=${html`<${Button} kind="main" href=${href("/imports")}>${t("imports.toStart")}<//>`}>${t("imports.forgottenNote", { file: one.data.file })}<//>` : html`<${Shown} of=${one}>${(/** @type {any} */ i) => (state === "failed" ? html`<${Broken} one=${i} back=${back} />` : running ? html`<${Running} at=${at || i.progress} />` : html`<${Done} one=${i} refresh=${one.refresh} />`)}<//>`}
  <//>`;
}

/** @param {any} i @param {boolean} running */
function title(i, running) {
  if (!i) return t("imports.title");
  if (i.progress?.state === "failed") return t("imports.failedTitle");
  if (running && i.progress?.state === "waiting") return t("imports.waitingTitle");
  if (running) return t(i.state === "undoing" ? "imports.undoing" : "imports.applying");
  return t(i.state === "undone" ? "imports.undoneTitle" : "imports.doneTitle");
}

/** @param {any} i */
function lead(i) {
  const at = i.undone_at || i.applied_at;
  return [i.file, at && moment(at), i.by].filter(Boolean).join(", ");
}

/** @param {{one: any, back: boolean}} props */
const Broken = ({ one, back }) => html`<${Notice} kind="alert" title=${one.error || t("imports.unread")} act=${html`<${Button} href=${href("/imports")}>${t("imports.toStart")}<//>`}>${t(back ? "imports.failedBack" : "imports.failed")}<//>`;

/** @param {{at: any}} props */
function Running({ at }) {
  const known = ["waiting", "staging", "checked", "applying", "undoing"].includes(at.state) ? at.state : "applying";
  const counted = at.of > 0 ? t("imports.on_" + known + "_of", { done: at.done, of: at.of }) : t("imports.on_" + known, { done: at.done });
  return html`<div class="running">${known === "waiting" ? html`<p role="status">${counted}</p>` : html`<${Progress} done=${at.done} of=${at.of} label=${counted} />`}<p class="note">${t("imports.goesOn")}</p>
    <div class="row"><${Button} href=${href("/")}>${t("imports.meanwhile")}<//></div></div>`;
}

/** @param {{one: any, refresh: () => void}} props */
function Done({ one, refresh }) {
  const [asking, ask] = useState(false);
  const r = one.result;
  const following = next();
  if (one.state === "undone") return html`<${Undone} one=${one} />`;
  return html`<div class="split"><div>
      <p class="lead">${begin(outcome(one))}${one.first_date && html`, <span class="quiet">${days(one.first_date, one.last_date)}</span>`}</p>
      <div class="row acts">
        ${following ? html`<${Button} kind="main" href=${href("/imports")}>${t("imports.next", { file: following.file })}<//>` : html`<${Button} kind="main" href=${href("/imports")}>${t("imports.another")}<//>`}
        ${one.rejected > 0 && html`<a class="btn" href=${"/api/imports/" + one.id + "/rejected.csv"} download>${t("imports.download", { n: one.rejected })}</a>`}
        <${Button} onClick=${() => ask(true)}>${t("imports.takeBack")}<//>
      </div>
      ${one.rejected > 0 && html`<p class="note">${t("imports.downloadNote", { n: one.rejected })}</p>`}
      ${r && html`<${Arrived} one=${one} /><${Rejected} rows=${r.rejected.slice(0, 100)} all=${r.rejected.length} file=${one.file} /><${Warnings} warnings=${r.warnings} />`}
    </div>
    <aside class="margin">
      <section><h2>${t("imports.happened")}</h2><${Ledger} entries=${entries(r || { ...one, rejected: [] }, { rejected: one.rejected })} /></section>
      ${r && html`<${LeftOut} result=${r} />`}
      ${r && html`<section><h2>${t("imports.addUp")}</h2><${Totals} totals=${r.control_totals} currency=${r.currency} /></section>`}
    </aside></div>
    ${asking && html`<${TakeBack} one=${one} close=${() => ask(false)} done=${() => (ask(false), refresh())} />`}`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function TakeBack({ one, close, done }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const key = useRef(newKey());
  const go = async () => {
    setBusy(true);
    setError(null);
    try {
      // a large one goes on by itself; its page says how far it is, and what it did
      await request("POST", "/api/imports/" + one.id + "/undo", undefined, { key: key.current });
      done();
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) report(wrong, "taking an import back");
      setError(wrong);
      setBusy(false);
    }
  };
  const acts = html`<${Button} kind="main" busy=${busy} onClick=${go}>${t("imports.takeBackNow")}<//><${Button} kind="plain" disabled=${busy} onClick=${close}>${t("app.cancel")}<//>`;
  return html`<${Dialog} title=${t("imports.takeBackTitle")} onClose=${busy ? undefined : close} acts=${acts}>
    ${(one.receipts > 0 || !one.updated) && html`<p>${t("imports.takeBackSay", { file: one.file, n: one.receipts })}</p>`}
    ${one.updated > 0 && html`<p>${t("imports.takeBackRestores", { n: one.updated })}</p>`}
    <p class="note">${t("imports.takeBackNote")}</p>
    ${busy && html`<p role="status" class="note">${t("imports.undoing")}</p>`}
    ${error ? html`<${Failed} error=${error} />` : null}<//>`;
}

/** What was taken back, and what stays; imports of an older day kept no more than what they had brought. @param {{one: any}} props */
function Undone({ one }) {
  const undone = one.taken_back;
  const columns = [
    { key: "label", label: t("imports.keptWhat"), show: (/** @type {any} */ k) => k.label || k.record },
    { key: "reason", label: t("imports.keptWhy"), show: (/** @type {any} */ k) => html`<span class="note">${k.reason}</span>` },
  ];
  return html`<p class="lead">${undone ? t("imports.undoneSay", { n: undone.receipts }) : t("imports.undoneThen", { n: one.receipts })}</p>
    ${undone?.clients > 0 && html`<p>${t("imports.undoneClients", { n: undone.clients })}</p>`}
    ${undone?.restored > 0 && html`<p>${t("imports.restored", { n: undone.restored })}</p>`}
    ${undone?.by_others > 0 && html`<p>${t("imports.byOthers", { n: undone.by_others })}</p>`}
    ${undone?.kept?.length > 0 && html`<section><h2>${t("imports.kept", { n: undone.kept.length })}</h2><${Table} caption=${t("imports.kept", { n: undone.kept.length })} columns=${columns} rows=${undone.kept.slice(0, most)} id=${(/** @type {any} */ k) => k.collection + k.record} />
      ${undone.kept.length > most && html`<p class="note">${t("imports.more", { n: undone.kept.length - most })}</p>`}</section>`}
    <div class="row acts"><${Button} kind="main" href=${href("/imports")}>${t("imports.another")}<//></div>`;
}
