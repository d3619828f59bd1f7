// The way of an export into the book: handed in here, looked at before anything
// is saved (review.js), applied while others work (one.js).
import { html, useEffect, useRef, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { moment } from "../format.js";
import { useNews } from "../realtime.js";
import { href } from "../router.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button, Empty, Notice, Page, Progress, Row, Rows, Shown, useData } from "../ui/index.js";
import { begin, days, outcome } from "./counts.js";
import { One } from "./one.js";
import { drop, queue, useQueue } from "./queue.js";
import { Review } from "./review.js";
import { send } from "./send.js";

export const routes = [
  { path: "/imports", title: "imports.title", view: Imports },
  { path: "/imports/:id", title: "imports.title", view: One },
];

function Imports() {
  const waiting = useQueue();
  const first = waiting[0];
  if (first) return html`<${Review} key=${first.upload} seen=${first} rest=${waiting.length - 1} leave=${() => drop(first.upload)} />`;
  return html`<${Start} />`;
}

function Start() {
  const all = useData(async (signal) => (await request("GET", "/api/imports", undefined, { signal })).data.imports, []);
  useNews("imports/all", all.refresh); // somebody else's import ended
  const running = all.data?.some((/** @type {any} */ i) => i.state !== "applied" && i.state !== "undone");
  useEffect(() => {
    if (!running) return undefined;
    const soon = setTimeout(all.refresh, 2000);
    return () => clearTimeout(soon);
  }, [running, all.data]);
  return html`<${Page} title=${t("imports.title")} lead=${t("imports.lead")} class="imports">
    <${Hand} />
    <section class="past"><h2>${t("imports.past")}</h2>
      <${Shown} of=${all} empty=${html`<${Empty} title=${t("imports.none")}>${t("imports.noneNote")}<//>`}>${(/** @type {any[]} */ list) =>
        html`<${Rows} label=${t("imports.past")}>${list.map((i) => html`<${Row} key=${i.id} href=${href("/imports/" + i.id)} title=${i.file} note=${said(i)} end=${html`<span class="note">${when(i)}</span>`} />`)}<//>`}<//>
    </section>
  <//>`;
}

/** @param {any} i */
function said(i) {
  if (i.state === "undone") return [t("imports.wasUndone"), i.kept > 0 && t("imports.stayed", { n: i.kept })].filter(Boolean).join(", ");
  if (i.state === "undoing") return t("imports.undoing");
  if (i.state !== "applied") return t("imports.isRunning");
  return [begin(outcome(i)), days(i.first_date, i.last_date), i.rejected > 0 && t("imports.aside", { n: i.rejected })].filter(Boolean).join(", ");
}

/** @param {any} i */
const when = (i) => [moment(i.undone_at || i.applied_at || i.created), i.by].filter(Boolean).join(", ");

/** Where files are dropped, or chosen with a button. */
function Hand() {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState(/** @type {{done: number, of: number, file: string} | null} */ (null));
  const [refused, refuse] = useState(/** @type {{file: string, message: string}[]} */ ([]));
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);

  const take = async (/** @type {File[]} */ files) => {
    if (!files.length || sending) return;
    /** @type {{file: string, message: string}[]} */
    const wrong = [];
    const good = [];
    refuse([]);
    for (const [done, file] of files.entries()) {
      setSending({ done, of: files.length, file: file.name });
      try {
        good.push(await send(file));
      } catch (error) {
        if (!(error instanceof HttpError)) report(error, "sending a file");
        wrong.push({ file: file.name, message: error instanceof HttpError ? error.message : t("imports.unread") });
      }
    }
    if (gone.current) return;
    setSending(null);
    refuse(wrong);
    if (good.length && !wrong.length) queue(good);
    else if (good.length) setHeld(good);
  };
  const [held, setHeld] = useState(/** @type {any[]} */ ([]));
  const drag = (/** @type {DragEvent} */ e, /** @type {boolean} */ on) => {
    e.preventDefault();
    setOver(on);
  };
  const dropped = (/** @type {DragEvent} */ e) => {
    drag(e, false);
    void take([...(e.dataTransfer?.files || [])]);
  };
  const chosen = (/** @type {any} */ e) => {
    const files = /** @type {File[]} */ ([...e.target.files]);
    e.target.value = "";
    void take(files);
  };
  return html`<section class=${"hand" + (over ? " over" : "")} aria-label=${t("imports.hand")} onDragOver=${(/** @type {DragEvent} */ e) => drag(e, true)} onDragLeave=${(/** @type {DragEvent} */ e) => drag(e, false)} onDrop=${dropped}>
      <p class="lead serif">${t("imports.dropHere")}</p>
      <p class="note">${t("imports.dropNote")}</p>
      <input ref=${input} class="visually-hidden" type="file" multiple tabindex="-1" aria-label=${t("imports.choose")} accept=".csv,.txt,.tsv,.tab,.xlsx,.xls,text/csv,text/plain" onChange=${chosen} />
      <div class="row"><${Button} kind="main" big busy=${Boolean(sending)} onClick=${() => input.current?.click()}>${t("imports.choose")}<//></div>
      ${sending && html`<${Progress} done=${sending.done} of=${sending.of} label=${t("imports.sending", { file: sending.file })} />`}
    </section>
    ${refused.map((r) => html`<${Notice} key=${r.file} kind="alert" title=${t("imports.refused", { file: r.file })}>${r.message}<//>`)}
    ${held.length > 0 && html`<div class="row"><${Button} onClick=${() => queue(held)}>${t("imports.goOn", { n: held.length })}<//></div>`}`;
}
