import { t } from "../text.js";

/**
 * What a key of a cut is called. The parts of the day have names of the store's
 * own, where the settings give them.
 * @param {string} key @param {Record<string, any>} store
 */
export const keyName = (key, store) => store.parts?.[key] || t("scorecards.key_" + key);
