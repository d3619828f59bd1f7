// Past receipts follow a changed setting in the background; this says how far
// that is.
import { html, useEffect, useState } from "../preact.js";
import { request } from "../http.js";
import { t } from "../text.js";
import { Notice, useData } from "../ui/index.js";

const again = 1200; // ms

/** @param {{store: string, turn: number}} props turn is raised by each change that receipts follow */
export function Following({ store, turn }) {
  const [seen, see] = useState(false);
  const read = useData(async (signal) => ({ ...(await request("GET", "/api/settings/following?store=" + store, undefined, { signal })).data, turn }), [store, turn]);
  const known = read.data?.turn === turn; // an answer from before the change says nothing of it
  const waiting = known && read.data?.waiting;
  useEffect(() => {
    if (waiting) see(true);
    if (!waiting && !read.error) return;
    const later = setTimeout(read.refresh, again);
    return () => clearTimeout(later);
  }, [read.data, read.error]);
  if (waiting) return html`<${Notice} title=${t("settings.following")}>${t("settings.followingNote")}<//>`;
  if (known && (seen || turn > 0)) return html`<${Notice} title=${t("settings.followed")} />`;
  return null;
}
