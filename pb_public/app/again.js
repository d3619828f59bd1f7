// When a screen may have missed something: the stream was cut, the tablet lay
// aside, the Wi-Fi was away, or a new day began. What is shown is asked for anew.
import { dayOf, now } from "./format.js";
import { useEffect, useRef } from "./preact.js";
import { current } from "./store.js";

/** @type {Set<() => void>} */
const askers = new Set();
let hiddenAt = 0;
let today = "";

/** Calls ask whenever something may have been missed, until the returned function is called. @param {() => void} ask */
export function whenAgain(ask) {
  askers.add(ask);
  return () => void askers.delete(ask);
}

/** The same for a component, while it is on the screen. @param {() => void} ask */
export function useAgain(ask) {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => whenAgain(() => latest.current()), []);
}

/** Everybody asks anew. */
export function askAgain() {
  if (current().phase === "in") for (const ask of [...askers]) ask();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenAt = Date.now();
  else if (hiddenAt && Date.now() - hiddenAt > 2000) askAgain();
});
window.addEventListener("online", askAgain);
setInterval(() => {
  const day = dayOf(now());
  if (today && day !== today) askAgain();
  today = day;
}, 30_000);
