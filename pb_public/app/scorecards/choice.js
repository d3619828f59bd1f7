// What the person chose to look at: it stays while going to another screen and
// back, and goes with the person.
import { useState } from "../preact.js";
import { useSession } from "../store.js";
import { lastWeek, spanOf } from "./periods.js";

/** @typedef {{first: string, period: import("./periods.js").Period, figure: string, by: string, store: string, associate: string, product_line: string, brand: string, shift: string, weekday: string}} Choice */

/** @type {{person: string, choice: Choice} | null} */
let kept = null;

/**
 * The choice and a way to change parts of it.
 * @returns {[Choice, (change: Partial<Choice>) => void]}
 */
export function useChoice() {
  const { person, store } = useSession();
  const id = person?.id || "";
  if (kept?.person !== id) kept = { person: id, choice: begin(store) };
  const [choice, set] = useState(kept.choice);
  return [choice, (change) => {
    const next = { ...(kept?.choice || choice), ...change };
    kept = { person: id, choice: next };
    set(next);
  }];
}

/** @param {Record<string, any>} store @returns {Choice} */
const begin = (store) => ({ first: lastWeek(store), period: "weeks", figure: "secondary_sales_rate", by: "", store: store.code || "", associate: "", product_line: "", brand: "", shift: "", weekday: "" });

/** The choice as the server takes it. @param {Choice} c */
export function scopeOf({ store, associate, product_line, brand, shift, weekday, period, first }) {
  const { from, to } = spanOf(period, first);
  return { from, to, store, associate, product_line, brand, shift, weekday };
}
