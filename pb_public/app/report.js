// A mistake of ours is told to the person kindly, and to the log without
// anything a client could be known by: the kind of error, where in our files,
// and its message without whatever was quoted in it.
import { HttpError } from "./http.js";
import { path } from "./router.js";

/** At most so many a visit: a fault in a loop must not flood the log. */
let left = 10;

/** @type {((error: unknown) => void) | null} */
let show = null;

/** Says how a mistake is shown. @param {(error: unknown) => void} fn */
export function showMistakes(fn) {
  show = fn;
}

/** Takes quoted words, addresses and numbers out of a message. @param {string} text */
export function clean(text) {
  return text
    .replace(/(["'`“‘«])[^]*?(["'`”’»]|$)/g, "…")
    .replace(/\S*@\S*/g, "…")
    .replace(/\+?\d[\d\s().-]{3,}/g, "…")
    .slice(0, 200);
}

/** File, line and column of the calls, without the address of the shop. @param {unknown} stack */
function calls(stack) {
  if (typeof stack !== "string") return "";
  return [...stack.matchAll(/\/(app|vendor)\/([\w./-]+\.m?js:\d+:\d+)/g)].slice(0, 5).map((m) => m[1] + "/" + m[2]).join(" ");
}

/** @param {unknown} error @param {string} [place] */
export function report(error, place = "") {
  console.error(error);
  show?.(error);
  if (left-- <= 0) return;
  const e = error instanceof Error ? error : new Error(typeof error);
  const what = e instanceof HttpError ? `${e.kind} ${e.status}` : clean(e.message); // a refusal may quote what was typed
  const screen = path().split("/").slice(0, 2).join("/");
  const body = { where: [screen, place, calls(e.stack)].filter(Boolean).join(" ").slice(0, 500), message: `${e.name}: ${what}` };
  fetch("/api/errors", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => {});
}

/** Catches what nothing else caught. */
export function catchAll() {
  window.addEventListener("error", (event) => report(event.error || new Error(event.message)));
  window.addEventListener("unhandledrejection", (event) => {
    const name = event.reason?.name;
    if (name === "AbortError") return;
    report(event.reason);
  });
}
