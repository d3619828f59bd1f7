// One rule of the store's own: the words, where they are looked for, and what
// a line with them is.
import { html } from "../preact.js";
import { HttpError, request } from "../http.js";
import { t } from "../text.js";
import { Button, Conflict, Dialog, Field, Picks, Refused, Select, toast, useForm } from "../ui/index.js";
import { place, tag } from "./record.js";

/** What a line can be, in the order in which a jeweler meets it. */
export const meanings = () => ["primary jewelry", "primary watch", "accessory", "care_plan", "service", "other"].map((value) => {
  const [role, product_line = ""] = value.split(" ");
  return { value, role, product_line, label: t("settings.is_" + (product_line || role)) };
});

/** @param {{role: string, product_line: string}} r */
export const meaningOf = (r) => t("settings.is_" + (r.product_line || r.role));

const labels = () => ({ phrase: t("settings.phrase"), match: t("settings.looks"), meaning: t("settings.counts") });

/** Role and product line are one choice, also where two people chose. @param {any} r */
const meaningKey = (r) => [r.role, r.product_line].filter(Boolean).join(" ");

/** @param {{rule: any, close: () => void, saved: () => void}} props */
export function RuleForm({ rule, close, saved }) {
  const fresh = !rule.id;
  const form = useForm({
    initial: { phrase: rule.phrase, match: rule.match, meaning: meaningKey(rule) },
    etag: fresh ? undefined : tag(rule),
    check: (v) => ({ ...(v.phrase.trim() ? {} : { phrase: t("settings.phraseNeeded") }), ...(v.meaning ? {} : { meaning: t("settings.meaningNeeded") }) }),
    save: async (v, { ifMatch, key }) => {
      const [role, product_line = ""] = v.meaning.split(" ");
      const sent = { match: v.match, phrase: v.phrase.trim(), role, product_line };
      try {
        return await (fresh ? request("POST", place("category_rules"), { ...sent, store: rule.store }, { key }) : request("PATCH", place("category_rules", rule.id), sent, { ifMatch, key }));
      } catch (error) {
        if (error instanceof HttpError && error.data?.current) error.data.current.meaning = meaningKey(error.data.current);
        throw error;
      }
    },
    saved: (_, v) => {
      toast(t("settings.ruleSaved", { phrase: v.phrase.trim() }));
      saved();
    },
  });
  const places = ["category", "description", "any"].map((v) => ({ value: v, label: t("settings.in_" + v) }));
  return html`<${Dialog} title=${t(fresh ? "settings.addRule" : "settings.editRule")} onClose=${close}>
    <form class="stack" ...${form.form}>
      <${Field} label=${t("settings.phrase")} hint=${t("settings.phraseHint")} ...${form.field("phrase")} maxlength="200" autocomplete="off" />
      <${Picks} legend=${t("settings.looks")} name="match" value=${form.values.match} options=${places} onInput=${(/** @type {string} */ v) => form.set("match", v)} />
      <${Select} label=${t("settings.counts")} ...${form.field("meaning")}
        options=${[{ value: "", label: t("settings.chooseOne") }, ...meanings()]} />
      <${Refused} form=${form} />
      <div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.saveRule")}<//><${Button} kind="plain" onClick=${close}>${t("app.cancel")}<//></div>
    </form>
    <${Conflict} form=${form} labels=${labels()} show=${shown} />
  <//>`;
}

/** @param {string} name @param {any} value */
function shown(name, value) {
  if (name === "match") return t("settings.in_" + (value || "any"));
  if (name === "meaning") return meanings().find((m) => m.value === value)?.label;
  return value;
}
