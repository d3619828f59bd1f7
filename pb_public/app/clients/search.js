// The field that finds clients while one types, for the screen and for dialogs.
import { html, useEffect, useId, useRef, useState } from "../preact.js";
import { HttpError } from "../http.js";
import { shortDate } from "../format.js";
import { report } from "../report.js";
import { href } from "../router.js";
import { t } from "../text.js";
import { Empty, Failed, Field } from "../ui/index.js";
import { find } from "./book.js";

const most = 20;

/** Waits so long after a key: shorter than a finger, longer than a stutter. */
const pause = 60;

/**
 * What a text finds. What was found stays until the next answer; one that comes
 * too late is dropped.
 * @param {string} text @param {number} [limit]
 */
export function useFound(text, limit = most) {
  const [state, set] = useState(/** @type {{q: string, clients: any[] | null, error: unknown}} */ ({ q: "", clients: null, error: null }));
  const [turn, again] = useState(0);
  const q = text.trim();
  useEffect(() => {
    if (!q) {
      set({ q, clients: null, error: null });
      return undefined;
    }
    const stop = new AbortController();
    const soon = setTimeout(async () => {
      try {
        const clients = await find(q, stop.signal, limit);
        if (!stop.signal.aborted) set({ q, clients, error: null });
      } catch (error) {
        if (stop.signal.aborted) return;
        if (!(error instanceof HttpError)) report(error, "searching");
        set({ q, clients: null, error });
      }
    }, pause);
    return () => (clearTimeout(soon), stop.abort());
  }, [q, turn]);
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
  const shown = clients?.filter((c) => c.id !== without);
  const count = !shown || !q ? "" : shown.length >= most ? t("clients.foundMost", { n: shown.length }) : t("clients.found", { n: shown.length });
  return html`<div class="search" role="search" onKeyDown=${walk}>
    <${Field} label=${t("clients.find")} type="search" name="find" value=${text} onInput=${onText} inputRef=${field} autocomplete="off" autocapitalize="none" spellcheck=${false} enterkeyhint="search" aria-controls=${list} />
    <p class="note count" role="status">${shown?.length ? count : shown && q && html`<span class="visually-hidden">${t("clients.noneTitle")}</span>`}</p>
    <div id=${list}>${error ? html`<${Failed} error=${error} retry=${retry} />` : null}
      ${shown && shown.length > 0 && html`<ul class="rows found" aria-label=${t("clients.title")}>${shown.map((c) => html`<${Line} key=${c.id} client=${c} onPick=${onPick} />`)}</ul>`}
      ${shown && shown.length === 0 && q && html`<${Empty} title=${t("clients.noneTitle")}>${t("clients.none")}<//>`}
      ${!shown && !error && !text.trim() && children}</div>
  </div>`;
}
