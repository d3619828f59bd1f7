// The start: what there is to do here, for the person who signed in.
import { html } from "../preact.js";
import { request, HttpError } from "../http.js";
import { dayOf, moment, now, weekday } from "../format.js";
import { href, screensOf } from "../router.js";
import { greeting } from "../session/greeting.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Empty, Page, Row, Rows, Shown, useData } from "../ui/index.js";

export const routes = [{ path: "/", title: "home.title", view: Home }];

function Home() {
  const { person, store } = useSession();
  if (!person) return null;
  const at = now();
  const screens = screensOf(person.role).filter((s) => s.path !== "/");
  const shop = store.name || store.code || t("app.name");
  const imports = screens.some((s) => s.name === "imports");
  return html`<${Page} title=${greeting(person.name, at)} name=${t("home.title")} lead=${t("home.day", { day: weekday(dayOf(at)), store: shop })} class="home">
    <div class=${imports ? "split" : ""}>
      <section class="todo">${screens.length
        ? html`<${Rows} label=${t("app.rail")}>${screens.map((s) => html`<${Row} key=${s.path} href=${href(s.path)} title=${t("nav." + s.name)} note=${t("home." + s.name)} />`)}<//>`
        : html`<${Empty} title=${t("home.noScreens")} />`}</section>
      ${imports && html`<aside class="margin"><section><h2>${t("home.lastImport")}</h2><${LastImport} /></section></aside>`}
    </div>
  <//>`;
}

/** @returns {Promise<any>} the newest import, or null */
const newest = async (/** @type {AbortSignal} */ signal) => {
  const { data } = await request("GET", "/api/imports", undefined, { signal });
  const all = Array.isArray(data) ? data : data.imports || data.items || [];
  return all[0] || null;
};

function LastImport() {
  const last = useData((signal) => newest(signal).catch(orNone), []);
  return html`<${Shown} of=${last} lines=${2} isEmpty=${(/** @type {any} */ d) => !d} empty=${html`<p class="note">${t("home.noImport")}</p>`}>${(/** @type {any} */ i) => html`<p class="note">${said(i)}</p>`}<//>`;
}

/** Who may not see imports sees none. @param {unknown} error */
function orNone(error) {
  if (error instanceof HttpError && (error.kind === "refused" || error.kind === "missing")) return null;
  throw error;
}

/** @param {any} i an import */
function said(i) {
  const values = { file: i.file, n: i.receipts ?? 0, at: moment(i.undone_at || i.applied_at || i.updated || i.created || now()) };
  const states = { applied: "importDone", undone: "importUndone", failed: "importFailed" };
  return t("home." + (states[/** @type {keyof typeof states} */ (i.state)] || "importRunning"), values);
}
