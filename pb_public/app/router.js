// Where the person is, in the part of the address behind #: #/clients/ID. It
// holds ids only, never a name, a phone or a search.
import { screens } from "./screens.js";

/**
 * @typedef {object} Route
 * @property {string} path "/clients/:id"
 * @property {string} title key of its text, for the window and for who listens to the screen
 * @property {any} view component; gets {params}
 */
/** @typedef {{route: Route | null, params: Record<string, string>, screen: import("./screens.js").Screen | null, path: string}} Place */

/** The path in the address, "/" at home. */
export function path() {
  const hash = location.hash;
  return hash.startsWith("#/") ? hash.slice(1) : "/";
}

/** The address of a path, for links. @param {string} to */
export const href = (to) => "#" + to;

/** Goes to a path; replace leaves no way back to where one was. @param {string} to @param {{replace?: boolean}} [options] */
export function go(to, { replace = false } = {}) {
  if (replace) location.replace("#" + to);
  else location.hash = to;
}

/**
 * What a path's parts are, or null where it is of another route.
 * @param {string} pattern @param {string} actual
 * @returns {Record<string, string> | null}
 */
export function match(pattern, actual) {
  const want = pattern.split("/").filter(Boolean);
  const have = actual.split("/").filter(Boolean);
  if (want.length !== have.length) return null;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [i, part] of want.entries()) {
    if (part.startsWith(":")) params[part.slice(1)] = decode(have[i]);
    else if (part !== have[i]) return null;
  }
  return params;
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The screens that a role may open. @param {string} role */
export const screensOf = (role) => screens.filter((s) => s.roles.includes(role));

/** Those of them that the rail lists. @param {string} role */
export const placesOf = (role) => screensOf(role).filter((s) => !s.aside);

/**
 * Loads the code of the screen that a path belongs to.
 * @param {string} at @param {string} role
 * @returns {Promise<Place>}
 */
export async function find(at, role) {
  const first = "/" + (at.split("/")[1] || "");
  const screen = screensOf(role).find((s) => s.path === first) || null;
  if (!screen) return { route: null, params: {}, screen: null, path: at };
  const { routes } = await screen.load();
  for (const route of routes) {
    const params = match(route.path, at);
    if (params) return { route, params, screen, path: at };
  }
  return { route: null, params: {}, screen, path: at };
}
