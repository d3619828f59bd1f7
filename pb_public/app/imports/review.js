// Before anything is saved: what the columns mean, what the file leaves open,
// and what would happen.
import { html, useEffect, useRef, useState } from "../preact.js";
import { HttpError, newKey, request } from "../http.js";
import { number } from "../format.js";
import { go, href } from "../router.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { why } from "../clients/words.js";
import { Button, Failed, Field, Notice, Page, Picks, Select, Table, Tag } from "../ui/index.js";
import { Columns } from "./columns.js";
import { entries, isApart, LeftOut, Ledger, Rejected, Totals, Warnings } from "./counts.js";
import { Foreseen } from "./news.js";
import { drop, keep } from "./queue.js";

/** @typedef {{columns: Record<string, string>, answers: Record<string, string>}} Wish */

/** @param {{seen: any, rest: number, leave: () => void}} props */
export function Review({ seen, rest, leave }) {
  const [wish, setWish] = useState(/** @type {Wish} */ (seen.wish || { columns: {}, answers: {} }));
  const [out, setOut] = useState(/** @type {any} */ ({ ...seen, result: null, fresh: true }));
  const [asked, setAsked] = useState(/** @type {any[]} */ (told(seen)));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [turn, again] = useState(0);
  const [looking, setLooking] = useState(true);
  const [applying, setApplying] = useState(false);
  const key = useRef("");
  const sums = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const stop = new AbortController();
    setLooking(true);
    request("POST", "/api/imports/preview", { upload: seen.upload, wish }, { signal: stop.signal }).then(
      ({ data }) => {
        setOut(data);
        setAsked((before) => [...before, ...told(data).filter((q) => !before.some((b) => b.id === q.id))]);
        setError(null);
        setLooking(false);
      },
      (wrong) => {
        if (stop.signal.aborted) return;
        if (!(wrong instanceof HttpError)) report(wrong, "looking at a file");
        setError(wrong);
        setLooking(false);
      },
    );
    return () => stop.abort();
  }, [wish, turn]);
  const change = (/** @type {Wish} */ w) => {
    key.current = "";
    keep(seen.upload, w);
    setWish(w);
  };
  const apply = async () => {
    if (applying) return;
    setApplying(true);
    try {
      key.current ||= newKey();
      const { data } = await request("POST", "/api/imports", { upload: seen.upload, wish }, { key: key.current });
      drop(seen.upload);
      go("/imports/" + data.import);
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) report(wrong, "applying a file");
      setError(wrong);
      setApplying(false);
    }
  };
  const open = out.questions.length;
  const ready = !looking && !error && open === 0 && out.result;
  return html`<${Page} title=${t("imports.before")} lead=${form(out)} class="imports review">
    ${error ? html`<${Failed} error=${error} retry=${() => again((n) => n + 1)} />` : null}
    <div class="split">
      <div>
        ${out.already && html`<${Notice} title=${t("imports.alreadyTitle")}>${t("imports.already")}<//>`}
        <${Questions} asked=${asked} open=${out.questions} out=${out} wish=${wish} change=${change} />
        ${out.result && !out.already && html`<${Foreseen} out=${out} again=${() => again((n) => n + 1)} />`}
        ${out.result && html`<${Warnings} warnings=${out.result.warnings} />`}
        <${Columns} out=${out} wish=${wish} change=${change} />
        ${out.result && html`<${Rejected} rows=${out.result.rejected} all=${out.rejected} file=${out.file} />
          <${Doubts} doubts=${out.doubts} all=${out.doubtful} />`}
      </div>
      <aside class="margin" aria-busy=${String(looking)}>
        <section><h2>${t("imports.would")}</h2>${out.result ? html`<${Ledger} entries=${entries(out.result, out)} />` : html`<p class="note" role="status">${looking ? t("imports.looking") : t("imports.afterAnswers")}</p>`}</section>
        ${out.result && html`<${LeftOut} result=${out.result} />`}
        <section><h2 ref=${sums} tabindex="-1">${t("imports.addUp")}</h2><${Totals} totals=${out.result ? out.result.control_totals : []} currency=${out.result?.currency || ""} /></section>
      </aside>
    </div>
    <div class="apply">
      ${isApart(out.result) && html`<p class="apart"><${Tag} alert>${t("imports.apartTag")}<//> ${t("imports.apartFirst")} <${Button} kind="plain" onClick=${() => sums.current?.focus()}>${t("imports.apartLook")}<//></p>`}
      <${Button} kind=${out.result && !out.result.receipts && !out.result.updated ? "" : "main"} big busy=${applying} disabled=${!ready} onClick=${apply}>${label(out)}<//>
      <${Button} kind="plain" onClick=${leave}>${t(rest ? "imports.leaveNext" : "imports.leave")}<//>
      <p class="note">${open && !looking ? t("imports.answerFirst", { n: open }) : rest ? t("imports.rest", { n: rest }) : t("imports.backLater")}</p>
    </div>
  <//>`;
}

/** @param {any} out */
function label(out) {
  const r = out.result;
  if (!r) return t("imports.apply");
  if (r.receipts) return t("imports.applyReceipts", { n: r.receipts });
  return r.updated ? t("imports.applyUpdated", { n: r.updated }) : t("imports.applyNothing");
}

/** @type {Record<string, string>} */
const delimiters = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

/** spring.csv, 906 rows, read as Windows-1252 with commas. @param {any} out */
function form(out) {
  const i = out.inspection;
  const by = delimiters[i.delimiter];
  return [
    t("imports.form", { file: out.file, n: i.data_rows, encoding: i.encoding.replace("-bom", "").replace(/^utf/, "UTF").replace(/^windows/, "Windows"), by: by ? t("imports." + by) : i.delimiter }),
    i.header_row > 1 && t("imports.headerRow", { n: i.header_row }),
  ].filter(Boolean).join(" ");
}

/** @param {{asked: any[], open: any[], out: any, wish: Wish, change: (w: Wish) => void}} props */
function Questions({ asked, open, out, wish, change }) {
  // what the columns below settle is no question any more
  const shown = asked.filter((q) => wish.answers[q.id] || open.some((o) => o.id === q.id));
  if (!shown.length) return null;
  const answer = (/** @type {string} */ id, /** @type {string} */ value) => change({ ...wish, answers: { ...wish.answers, [id]: value } });
  return html`<section class="asks"><h2>${t("imports.questions", { n: shown.length, count: counted(shown.length) })}</h2>
    ${shown.map((q) => html`<${Question} key=${q.id} q=${{ ...(open.find((o) => o.id === q.id) || q), told: q.told }} out=${out} value=${wish.answers[q.id] || ""} onInput=${(/** @type {string} */ v) => answer(q.id, v)} />`)}
  </section>`;
}

/** Two, three: a few are counted in words. @param {number} n */
const counted = (n) => t("imports.counts").split(" ")[n - 1] || number(n);

/** Open questions with the reader's own words for their answers. @param {any} out @returns {any[]} */
const told = (out) => out.questions.map((/** @type {any} */ q) => ({ ...q, told: out.inspection.questions.find((/** @type {any} */ i) => q.id === (i.column ? i.kind + ":" + i.column : i.kind)) }));

/** @param {{q: any, out: any, value: string, onInput: (v: string) => void}} props */
function Question({ q, out, value, onInput }) {
  const [ask, ...rest] = (q.told ? q.told.ask : q.question).split(/(?<=\?) /);
  const text = html`${ask}${rest.length > 0 && html` <span class="because">${rest.join(" ")}</span>`}`;
  const options = q.told?.options?.length
    ? q.told.options.map((/** @type {any} */ o) => ({ value: o.answer, label: o.means }))
    : (q.choices || []).map((/** @type {string} */ c) => ({ value: c, label: samples(c, q, out) }));
  if (!options.length) return html`<div class="ask"><${Field} label=${text} name=${q.id} value=${value} onInput=${onInput} /></div>`;
  if (options.length > 4) return html`<div class="ask"><${Select} label=${text} name=${q.id} value=${value} options=${[{ value: "", label: t("imports.choose1") }, ...options]} onInput=${onInput} /></div>`;
  return html`<div class="ask"><${Picks} legend=${text} name=${q.id} value=${value} options=${options} onInput=${onInput} /></div>`;
}

/** A column as an answer shows what is in it. @param {string} choice @param {any} q @param {any} out */
function samples(choice, q, out) {
  const column = q.id.startsWith("column:") && out.columns.find((/** @type {any} */ c) => c.name === choice);
  return column && column.samples.length ? choice + ": " + column.samples.slice(0, 2).join(" · ") : choice;
}

/** Clients who may be somebody whom the book has. @param {{doubts: any[], all: number}} props */
function Doubts({ doubts, all }) {
  if (!all) return null;
  const columns = [
    { key: "row", label: t("imports.row"), show: (/** @type {any} */ d) => number(d.row) },
    { key: "name", label: t("imports.client"), show: (/** @type {any} */ d) => d.name || d.number },
    { key: "maybe", label: t("imports.maybe"), show: (/** @type {any} */ d) => d.maybe.map((/** @type {any} */ m) => html`<div key=${m.client + m.name} class="maybe">${m.client ? html`<a href=${href("/clients/" + m.client)}>${m.name || t("imports.noName")}</a>` : t("imports.maybeHere", { name: m.name })}
      <span class="note">${m.reasons.map(why).join(" ")}</span></div>`) },
  ];
  return html`<section><h2>${t("imports.doubtsTitle", { n: all })}</h2>
    <${Table} caption=${t("imports.doubtsTitle", { n: all })} columns=${columns} rows=${doubts} id=${(/** @type {any} */ d, /** @type {number} */ i) => d.row + "-" + i} />
    ${all > doubts.length && html`<p class="note">${t("imports.more", { n: all - doubts.length })}</p>`}
    <p class="note">${t("imports.doubtsNote")}</p></section>`;
}

