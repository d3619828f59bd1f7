// The field that finds clients while one types, for the screen and for dialogs.
import { html, useEffect, useId, useLayoutEffect, useRef, useState } from "../preact.js";
import { HttpError } from "../http.js";
import { shortDate } from "../format.js";
import { report } from "../report.js";
import { href } from "../router.js";
import { t } from "../text.js";
import { Empty, Failed, Field } from "../ui/index.js";
import { find } from "./book.js";

const most = 20;

/** So many lines fill a tablet; those below come a moment later. */
const screenful = 10;

/** An answer that takes longer than this is given up for the next question. */
const patience = 400;

/**
 * What a text finds. A letter is asked for at once; those typed before its
 * answer came wait for it and are asked for together, so there is one question
 * on its way at a time. What was found stays until the next answer.
 * @param {string} text @param {number} [limit]
 */
export function useFound(text, limit = most) {
  const [state, set] = useState(/** @type {{q: string, clients: any[] | null, error: unknown}} */ ({ q: "", clients: null, error: null }));
  const [turn, again] = useState(0);
  const asking = useRef({ wanted: "", since: 0, stop: /** @type {AbortController | null} */ (null) });
  const q = text.trim();
  const leave = () => {
    asking.current.stop?.abort();
    asking.current.stop = null;
  };
  const ask = async () => {
    const now = asking.current;
    const { wanted } = now;
    const stop = new AbortController();
    now.stop = stop;
    now.since = performance.now();
    let found;
    try {
      found = { q: wanted, clients: await find(wanted, stop.signal, limit), error: null };
    } catch (error) {
      if (!stop.signal.aborted && !(error instanceof HttpError)) report(error, "searching");
      found = { q: wanted, clients: null, error };
    }
    if (stop.signal.aborted) return undefined;
    now.stop = null;
    if (now.wanted !== wanted) return ask();
    return set(found);
  };
  useLayoutEffect(() => {
    const now = asking.current;
    now.wanted = q;
    if (!q) {
      leave();
      set({ q, clients: null, error: null });
    } else if (!now.stop || performance.now() - now.since > patience) {
      leave();
      ask();
    }
  }, [q, turn]);
  useEffect(() => leave, []);
  return { ...state, retry: () => again((n) => n + 1) };
}

/** Arrow keys walk from the field through what was found and back. @param {KeyboardEvent} e */
function walk(e) {
  if (e.key !== "ArrowDown" && e.key !== "ArrowUp" && e.key !== "Enter") return;
  const box = /** @type {HTMLElement} */ (e.currentTarget);
  const field = /** @type {HTMLElement} */ (box.querySelector("input"));
  const lines = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(".found .line")]);
  const at = lines.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (e.key === "Enter") {
    if (at >= 0 || !lines.length) return;
    e.preventDefault();
    return lines[0].click();
  }
  e.preventDefault();
  const to = e.key === "ArrowDown" ? Math.min(at + 1, lines.length - 1) : at - 1;
  (lines[to] || field)?.focus();
}

/** @param {{client: any, onPick?: (c: any) => void}} props */
function Line({ client, onPick }) {
  const note = [client.why === "similar" && t("clients.similar"), client.hint].filter(Boolean).join(". ");
  const end = [client.owner, client.last ? t("clients.lastHere", { day: shortDate(client.last) }) : t("clients.never")].filter(Boolean);
  const body = html`<span class="what"><span class="name">${client.name}</span>${note && html`<span class="note">${note}</span>`}</span>
    <span class="end note">${end.map((line, i) => html`<span key=${i}>${line}</span>`)}</span>`;
  return onPick
    ? html`<li><button type="button" class="line" onClick=${() => onPick(client)}>${body}</button></li>`
    : html`<li><a class="line" href=${href("/clients/" + client.id)}>${body}</a></li>`;
}

/**
 * @param {object} props
 * @param {string} props.text @param {(text: string) => void} props.onText
 * @param {(c: any) => void} [props.onPick] without it a line opens the card
 * @param {string} [props.without] id of a client who is not to be chosen
 * @param {any} [props.children] what stands below while nothing is typed
 */
export function Search({ text, onText, onPick, without = "", children }) {
  const { q, clients, error, retry } = useFound(text);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const list = useId();
  useEffect(() => {
    if (onPick) return undefined;
    const soon = setTimeout(() => {
      if (document.activeElement === field.current) return; // somebody types already
      field.current?.focus({ preventScroll: true });
      field.current?.select();
    }); // after the title had it
    return () => clearTimeout(soon);
  }, []);
  const [whole, setWhole] = useState(clients); // the list of which all lines stand
  useEffect(() => {
    const soon = setTimeout(() => setWhole(clients)); // after the first lines were painted
    return () => clearTimeout(soon);
  }, [clients]);
  const shown = clients?.filter((c) => c.id !== without);
  const count = !shown || !q ? "" : shown.length >= most ? t("clients.foundMost", { n: shown.length }) : t("clients.found", { n: shown.length });
  return html`<div class="search" role="search" onKeyDown=${walk}>
    <${Field} label=${t("clients.find")} type="search" name="find" value=${text} onInput=${onText} inputRef=${field} autocomplete="off" autocapitalize="none" spellcheck=${false} enterkeyhint="search" aria-controls=${list} />
    <p class="note count" role="status">${shown?.length ? count : shown && q && html`<span class="visually-hidden">${t("clients.noneTitle")}</span>`}</p>
    <div id=${list}>${error ? html`<${Failed} error=${error} retry=${retry} />` : null}
      ${shown && shown.length > 0 && html`<ul class="rows found" aria-label=${t("clients.title")}>${(whole === clients ? shown : shown.slice(0, screenful)).map((c) => html`<${Line} key=${c.id} client=${c} onPick=${onPick} />`)}</ul>`}
      ${shown && shown.length === 0 && q && html`<${Empty} title=${t("clients.noneTitle")}>${t(q.trim().length < 2 ? "clients.oneLetter" : "clients.none")}<//>`}
      ${!shown && !error && !text.trim() && children}</div>
  </div>`;
}
