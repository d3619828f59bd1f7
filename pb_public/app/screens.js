// The screens of the app, in the order of the rail. To add one: its folder with
// index.js that exports routes, one line here, its words in text/en.js. A test
// holds this list against the folders. Home is at the top; the rest in the
// order in which a day needs them.

/**
 * @typedef {object} Screen
 * @property {string} name key of its words in the sections nav and home
 * @property {string} path first part of its addresses
 * @property {string[]} roles who may open it
 * @property {boolean} [aside] it has a place of its own in the frame, not in the rail
 * @property {() => Promise<{routes: import("./router.js").Route[]}>} load
 */

const all = ["owner", "manager", "associate"];

/** @type {Screen[]} */
export const screens = [
  { name: "home", path: "/", roles: all, load: () => import("./home/index.js") },
  { name: "clients", path: "/clients", roles: all, load: () => import("./clients/index.js") },
  { name: "imports", path: "/imports", roles: ["owner", "manager"], load: () => import("./imports/index.js") },
  { name: "scorecards", path: "/scorecards", roles: all, load: () => import("./scorecards/index.js") },
  { name: "settings", path: "/settings", roles: ["owner", "manager"], load: () => import("./settings/index.js") },
  { name: "me", path: "/me", roles: all, aside: true, load: () => import("./me/index.js") },
];
