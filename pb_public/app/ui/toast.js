// What was just done, in the past tense, with Undo, for eight seconds. Never an
// error: those stay where they happened.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../preact.js";
import { report } from "../report.js";
import { t } from "../text.js";

const seconds = 8;

/** @typedef {{id: number, text: string, undo?: () => any}} Message */

/** @type {Message | null} */
let shown = null;
let count = 0;

/** @type {Set<() => void>} */
const watchers = new Set();

/** @param {Message | null} message */
function put(message) {
  shown = message;
  for (const tell of watchers) tell();
}

/**
 * Says what was done. undo, if any, takes it back.
 * @param {string} text @param {{undo?: () => any}} [options]
 */
export function toast(text, { undo } = {}) {
  put({ id: ++count, text, undo });
}

const look = 250; // ms: a page goes on changing below what was said

/** Whether a toast lies over a view's main button. @param {HTMLElement} place */
function covers(place) {
  const box = place.querySelector(".toast")?.getBoundingClientRect();
  return Boolean(box) && [...document.querySelectorAll(".btn.main")].some((b) => {
    const at = b.getBoundingClientRect();
    return box && at.width > 0 && at.left < box.right && at.right > box.left && at.top < box.bottom && at.bottom > box.top;
  });
}

/** Below, unless the main button is there; then above. @param {HTMLElement | null} place */
function clear(place) {
  if (!place || !covers(place)) return;
  place.classList.toggle("up");
  if (covers(place)) place.classList.toggle("up");
}

/** The place where toasts stand; the shell has one. It waits while it is touched or focused. */
export function Toasts() {
  const [, draw] = useState(0);
  const [held, hold] = useState(false);
  useEffect(() => {
    const tell = () => draw((n) => n + 1);
    watchers.add(tell);
    return () => void watchers.delete(tell);
  }, []);
  const id = shown?.id;
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    place.current?.classList.remove("up");
    if (!id) return undefined;
    const now = () => clear(place.current);
    now();
    const often = setInterval(now, look);
    window.addEventListener("scroll", now, { passive: true });
    return () => (clearInterval(often), window.removeEventListener("scroll", now));
  }, [id]);
  useEffect(() => {
    if (!id || held) return undefined;
    const end = setTimeout(() => shown?.id === id && put(null), seconds * 1000);
    return () => clearTimeout(end);
  }, [id, held]);
  const undo = () => {
    const act = shown?.undo;
    hold(false);
    put(null);
    Promise.resolve(act?.()).catch((error) => report(error, "undo"));
  };
  return html`<div ref=${place} class="toasts" role="status" onPointerEnter=${() => hold(true)} onPointerLeave=${() => hold(false)} onFocusIn=${() => hold(true)} onFocusOut=${() => hold(false)}>
    ${shown && html`<div class="toast" key=${shown.id}><span>${shown.text}</span>${shown.undo && html`<button type="button" class="btn plain" onClick=${undo}>${t("app.undo")}</button>`}</div>`}
  </div>`;
}
