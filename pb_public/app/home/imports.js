// What was read into the book last, and up to which day.
import { moment, now } from "../format.js";
import { html } from "../preact.js";
import { HttpError, request } from "../http.js";
import { href } from "../router.js";
import { t } from "../text.js";

/** The imports, the newest first. @param {AbortSignal} signal @returns {Promise<any[]>} */
export async function imports(signal) {
  try {
    return (await request("GET", "/api/imports", undefined, { signal })).data.imports;
  } catch (error) {
    if (error instanceof HttpError && (error.kind === "refused" || error.kind === "missing")) return []; // who may not see imports sees none
    throw error;
  }
}

/** The last day of which the book has sales, or nothing. @param {any[]} all */
export const lastSale = (all) => all.filter((i) => i.state === "applied" && i.last_date).map((i) => i.last_date).sort().at(-1) || "";

/** @param {string} from @param {string} to days */
export const daysBetween = (from, to) => Math.round((Date.parse(to + "T12:00:00Z") - Date.parse(from + "T12:00:00Z")) / 86400e3);

/** @param {{all: any[]}} props */
export const LastImport = ({ all }) => (all.length ? html`<p class="note"><a href=${href("/imports/" + all[0].id)}>${said(all[0])}</a></p>` : html`<p class="note">${t("home.noImport")}</p>`);

const words = { applied: "importDone", undone: "importUndone", failed: "importFailed" };

/** @param {any} i an import */
function said(i) {
  const values = { file: i.file, n: i.receipts ?? 0, at: moment(i.undone_at || i.applied_at || i.created || now()) };
  return t("home." + (words[/** @type {keyof typeof words} */ (i.state)] || "importRunning"), values);
}
