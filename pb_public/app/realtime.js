// News from the server while a screen is open. A stream that was cut may have
// missed something, so after every gap, and when the tablet is taken up again,
// the screen is told to ask anew.
import { watch } from "./store.js";
import { askAgain, whenAgain } from "./again.js";
import { useEffect, useRef } from "./preact.js";

/**
 * changed: the server sent data. again: something may have been missed; fetch
 * what is shown.
 * @typedef {{kind: "changed", data: any} | {kind: "again"}} News
 */
/** @typedef {{topic: string, tell: (news: News) => void, stop: (() => void) | null, gone: boolean}} Listener */

/** @type {Set<Listener>} */
const listeners = new Set();

/** @type {Promise<any> | null} */
let client = null;
let connections = 0;

/** The stream is opened by the first screen that wants it. */
function open() {
  client ??= import("../vendor/pocketbase/pocketbase.mjs").then(async ({ default: PocketBase }) => {
    const pb = new PocketBase(location.origin);
    pb.autoCancellation(false);
    pb.authStore.clear();
    await pb.realtime.subscribe("PB_CONNECT", () => {
      if (connections++ > 0) askAgain();
    });
    return pb;
  });
  client.catch(() => (client = null));
  return client;
}

/** Whoever listens asks anew. */
function again() {
  for (const l of [...listeners]) l.tell({ kind: "again" });
}

whenAgain(again);

/** @param {Listener} l */
async function listen(l) {
  try {
    const pb = await open();
    const stop = await pb.realtime.subscribe(l.topic, (/** @type {any} */ data) => !l.gone && l.tell({ kind: "changed", data }));
    if (l.gone) await stop();
    else l.stop = () => void stop().catch(() => {});
  } catch {
    // no stream now: the screen has what it fetched, and asks again when the
    // tablet is taken up
    if (!l.gone) setTimeout(() => !l.gone && !l.stop && listen(l), 5000);
  }
}

/**
 * Listens to a topic until the returned function is called.
 * @param {string} topic such as "imports/ID" or "clients/ID"
 * @param {(news: News) => void} tell
 * @returns {() => void}
 */
export function subscribe(topic, tell) {
  /** @type {Listener} */
  const l = { topic, tell, stop: null, gone: false };
  listeners.add(l);
  void listen(l);
  return () => {
    l.gone = true;
    listeners.delete(l);
    l.stop?.();
  };
}

/**
 * The same for a component: listens while it is on the screen.
 * @param {string} topic empty: nothing to listen to
 * @param {(news: News) => void} tell
 */
export function useNews(topic, tell) {
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => (topic ? subscribe(topic, (news) => latest.current(news)) : undefined), [topic]);
}

/** A stream belongs to one person: another one gets another stream. */
async function renew() {
  if (!client) return;
  const old = client;
  client = null;
  connections = 0;
  for (const l of listeners) l.stop = null;
  const pb = await old.catch(() => null);
  await pb?.realtime.unsubscribe().catch(() => {});
  for (const l of listeners) void listen(l);
}

let who = "";
watch(({ phase, person, expired }) => {
  const now = phase === "in" && person && !expired ? person.id : "";
  if (now === who) return;
  const before = who;
  who = now;
  if (before || now) void renew().then(() => before === "" && now && askAgain());
});
