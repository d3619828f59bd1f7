// What every screen may ask about: who is signed in, in which store. The
// session itself is a cookie that no script can read.
import { request, whenSignedOut, HttpError } from "./http.js";
import { setStoreFormats } from "./format.js";
import { useEffect, useState } from "./preact.js";
import { deviceName } from "./session/device.js";
import { t } from "./text.js";

/** @typedef {{id: string, name: string, code: string, role: "owner"|"manager"|"associate", store: string}} Person */
/**
 * starting: nobody asked the server yet. out: somebody has to sign in.
 * in: person and store are set. away: the server did not answer.
 * @typedef {{phase: "starting"|"out"|"in"|"away", person: Person|null, store: Record<string, any>, expired: boolean}} Session
 */

/** @type {Session} */
let session = { phase: "starting", person: null, store: {}, expired: false };

/** @type {Set<(s: Session) => void>} */
const watchers = new Set();

/** The session as it is now. */
export const current = () => session;

/** @param {Partial<Session>} change */
function set(change) {
  session = { ...session, ...change };
  for (const tell of [...watchers]) tell(session);
}

/** Calls fn at every change until the returned function is called. @param {(s: Session) => void} fn */
export function watch(fn) {
  watchers.add(fn);
  return () => void watchers.delete(fn);
}

/** The session in a component. @returns {Session} */
export function useSession() {
  const [seen, see] = useState(session);
  useEffect(() => watch(see), []);
  return seen;
}

/** The code of a store that nobody named yet: the program's word, not the shop's. */
const unnamed = "MAIN";

/** What a store is called where people read it. @param {Record<string, any>} store */
export const storeName = (store) => store.name || (store.code && store.code !== unnamed ? store.code : t("app.yourStore"));

/** Asks the server who is signed in. */
export async function resume() {
  try {
    const { data } = await request("GET", "/api/session", undefined, { plain: true });
    enter(data);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.kind === "signedOut") set({ phase: "out", person: null, expired: false });
    else if (session.phase !== "in") set({ phase: "away" });
  }
}

/** @param {{person: Person, store?: Record<string, any>}} data */
function enter({ person, store }) {
  setStoreFormats(store || {});
  set({ phase: "in", person, store: store || {}, expired: false });
}

/** @type {((again: boolean) => void)[]} */
let waiting = [];

/**
 * Signs in. Requests that were refused when the session ended go out again,
 * where it is the same person.
 * @param {{id: string, name: string}} who @param {string} password
 * @throws {HttpError}
 */
export async function signIn({ id, name }, password) {
  const before = session.person;
  const { data } = await request("POST", "/api/session", { id, name, password, device: deviceName() }, { plain: true });
  const same = !before || before.id === data.person.id;
  const refused = waiting;
  waiting = [];
  enter(data);
  for (const answer of refused) answer(same);
}

/** Ends the session here and on the server. */
export async function signOut() {
  await request("DELETE", "/api/session", undefined, { plain: true }).catch((error) => {
    if (!(error instanceof HttpError) || error.kind !== "signedOut") throw error;
  });
  leave();
}

/** Forgets the person: the sign-in screen stands, and what was on the screen goes. */
export function leave() {
  const refused = waiting;
  waiting = [];
  set({ phase: "out", person: null, store: {}, expired: false });
  for (const answer of refused) answer(false);
}

// A session that ended under somebody's hands leaves the screen as it is: the
// dialog stands over it and whatever was typed stays below.
whenSignedOut(() => {
  if (session.phase !== "in") return Promise.resolve(false);
  set({ expired: true });
  return new Promise((answer) => waiting.push(answer));
});
