// Which store the settings are of: one's own, or for an owner of several the
// one that was chosen at the top, kept while the app is open.
import { html, useState } from "../preact.js";
import { t } from "../text.js";
import { Select, useData } from "../ui/index.js";
import { all } from "./record.js";

let chosen = "";

/** @param {{role: string} | null} person @param {Record<string, any>} own */
export function useWhich(person, own) {
  const [id, set] = useState(chosen);
  const read = useData(async (signal) => (person?.role === "owner" ? all("stores", signal) : []), [person?.role]);
  const stores = read.data || [];
  return {
    stores, waiting: read.loading && read.data === undefined && id !== "",
    store: stores.find((s) => s.id === id) || own,
    refresh: read.refresh,
    choose: (/** @type {string} */ next) => set((chosen = next)),
  };
}

/** @param {{stores: any[], store: any, choose: (id: string) => void}} props */
export const Switch = ({ stores, store, choose }) => html`<div class="switch"><${Select} label=${t("settings.whichStore")} value=${store.id} onInput=${choose}
  options=${stores.map((s) => ({ value: s.id, label: s.name && s.name !== s.code ? `${s.name} (${s.code})` : s.code }))} /></div>`;
