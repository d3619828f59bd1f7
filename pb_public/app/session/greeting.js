import { hourOf } from "../format.js";
import { t } from "../text.js";

/** Good morning, Camille: by the store's clock. @param {string} name @param {Date} now */
export function greeting(name, now) {
  const hour = hourOf(now);
  const part = hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return t("session." + part, { name: firstName(name) });
}

/** How colleagues call each other. @param {string} name */
export const firstName = (name) => name.trim().split(/\s+/)[0] || name;
