// One way to the server. A screen calls request and gets data or an HttpError
// whose message can be shown as it is; keys against double taps, the edit that
// must not overwrite another, and a session that ended are looked after here.
import { setClock } from "./format.js";
import { t } from "./text.js";

/**
 * What went wrong, by what a screen does about it.
 * @typedef {"away"|"signedOut"|"refused"|"missing"|"changed"|"invalid"|"conflict"|"tooLarge"|"busy"|"failed"} Kind
 */

/** @type {Record<number, Kind>} */
const kinds = {
  400: "invalid", 401: "signedOut", 403: "refused", 404: "missing", 409: "conflict",
  412: "changed", 413: "tooLarge", 422: "invalid", 423: "conflict", 428: "changed", 429: "busy", 503: "busy",
};

/** An answer that is not a yes. message is for people. */
export class HttpError extends Error {
  /**
   * @param {number} status 0 when there was no answer at all
   * @param {string} message
   * @param {any} data fields with their own errors, or {current, saved} of a record that changed and who changed it
   */
  constructor(status, message, data) {
    super(message);
    this.name = "HttpError";
    this.status = status;
    /** @type {Kind} */
    this.kind = status === 0 ? "away" : kinds[status] || "failed";
    this.data = data || {};
  }
}

/**
 * A key for one intended write: keep it while the same write is tried again.
 * randomUUID is missing where the shop's address is plain http.
 */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** @type {(() => Promise<boolean>) | null} */
let signInAgain = null;

/**
 * Says what to do when the session has ended: fn asks the person to sign in
 * again over whatever is on the screen and answers whether the request that
 * was refused should be sent once more.
 * @param {() => Promise<boolean>} fn
 */
export function whenSignedOut(fn) {
  signInAgain = fn;
}

/**
 * @typedef {object} Options
 * @property {string} [ifMatch] the etag under which the record was read
 * @property {string} [key] Idempotency-Key; made anew for each write when absent
 * @property {AbortSignal} [signal]
 * @property {"json"|"blob"} [as] how the answer is read
 * @property {boolean} [plain] a 401 is told to the caller, nobody is asked to sign in
 */

/**
 * Asks the server. body is sent as JSON, or as it is when it is a FormData.
 * @param {string} method
 * @param {string} path begins with /api/; never holds client data
 * @param {any} [body]
 * @param {Options} [options]
 * @returns {Promise<{status: number, data: any, etag: string}>}
 * @throws {HttpError}
 */
export async function request(method, path, body, options = {}) {
  const init = prepare(method, body, options);
  for (;;) {
    const answer = await send(path, init);
    if (answer.ok) return { status: answer.status, data: await read(answer, options.as), etag: answer.headers.get("ETag") || "" };
    const error = await refusal(answer);
    if (options.plain || !signInAgain || !(await ended(error)) || !(await signInAgain())) throw error;
  }
}

/**
 * Whether a refusal comes of a session that ended. Rules of records do not say
 * so: to them nobody is signed in, and the record does not exist.
 * @param {HttpError} error
 */
async function ended(error) {
  if (error.kind !== "refused" && error.kind !== "missing") return error.kind === "signedOut";
  const { status } = await send("/api/session", prepare("GET", undefined, {}));
  return status === 401;
}

/** @param {string} method @param {any} body @param {Options} options @returns {RequestInit} */
function prepare(method, body, options) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["Idempotency-Key"] = options.key || newKey();
  if (options.ifMatch) headers["If-Match"] = options.ifMatch;
  const whole = body instanceof FormData;
  if (body !== undefined && !whole) headers["Content-Type"] = "application/json";
  return {
    method, headers, signal: options.signal, credentials: "same-origin", cache: "no-store",
    body: body === undefined || whole ? body : JSON.stringify(body),
  };
}

/** @param {string} path @param {RequestInit} init */
async function send(path, init) {
  try {
    const answer = await fetch(path, init);
    setClock(answer.headers.get("Date"));
    return answer;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new HttpError(0, t("http.away"), null);
  }
}

/** @param {Response} answer @param {"json"|"blob"} [as] */
async function read(answer, as) {
  if (answer.status === 204) return null;
  if (as === "blob") return answer.blob();
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** @param {Response} answer */
async function refusal(answer) {
  let said = null;
  try {
    said = await answer.json();
  } catch {
    // not ours: a proxy, or a connection that was cut
  }
  const message = said && typeof said.message === "string" && said.message ? said.message : t(answer.status >= 500 ? "http.failed" : "http.refused");
  return new HttpError(answer.status, message, said && said.data);
}
