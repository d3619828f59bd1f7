// One rule of the store's own: the words, where they are looked for, and what
// a line with them is.
import { html } from "../preact.js";
import { request } from "../http.js";
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

const labels = () => ({ phrase: t("settings.phrase"), match: t("settings.looks"), is: t("settings.counts"), role: t("settings.counts"), product_line: t("settings.productLine") });

/** @param {{rule: any, close: () => void, saved: () => void}} props */
export function RuleForm({ rule, close, saved }) {
  const fresh = !rule.id;
  const form = useForm({
    initial: { phrase: rule.phrase, match: rule.match, role: rule.role, product_line: rule.product_line },
    etag: fresh ? undefined : tag(rule),
    check: (v) => ({ ...(v.phrase.trim() ? {} : { phrase: t("settings.phraseNeeded") }), ...(v.role ? {} : { role: t("settings.meaningNeeded") }) }),
    save: (v, { ifMatch, key }) => {
      const sent = { ...v, phrase: v.phrase.trim() };
      return fresh ? request("POST", place("category_rules"), { ...sent, store: rule.store }, { key }) : request("PATCH", place("category_rules", rule.id), sent, { ifMatch, key });
    },
    saved: (_, v) => {
      toast(t("settings.ruleSaved", { phrase: v.phrase.trim() }));
      saved();
    },
  });
  const choose = (/** @type {string} */ value) => {
    const m = meanings().find((one) => one.value === value);
    form.set("role", m?.role || "");
    form.set("product_line", m?.product_line || "");
  };
  const places = ["category", "description", "any"].map((v) => ({ value: v, label: t("settings.in_" + v) }));
  return html`<${Dialog} title=${t(fresh ? "settings.addRule" : "settings.editRule")} onClose=${close}>
    <form class="stack" ...${form.form}>
      <${Field} label=${t("settings.phrase")} hint=${t("settings.phraseHint")} ...${form.field("phrase")} maxlength="200" autocomplete="off" />
      <${Picks} legend=${t("settings.looks")} name="match" value=${form.values.match} options=${places} onInput=${(/** @type {string} */ v) => form.set("match", v)} />
      <${Select} label=${t("settings.counts")} name="role" error=${form.errors.role} value=${[form.values.role, form.values.product_line].filter(Boolean).join(" ")} onInput=${choose}
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
  if (name === "role" || name === "product_line") return value && t("settings.is_" + value);
  return value;
}
