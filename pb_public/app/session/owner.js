// The first owner, and an owner who forgot the password: both take a code that
// the PC gives out, so it works on the PC itself only.
import { html, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { signIn } from "../store.js";
import { t } from "../text.js";
import { Button } from "../ui/button.js";
import { Field, Password } from "../ui/field.js";
import { Refused, useForm } from "../ui/form.js";

/** The PC calls itself so; a tablet cannot. */
const here = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

/** @param {Record<string, any>} v */
function check(v) {
  /** @type {Record<string, string>} */
  const wrong = {};
  if (!v.code.trim()) wrong.code = t("owner.codeNeeded");
  if (!v.name.trim()) wrong.name = t("owner.nameNeeded");
  if ([...v.password].length < 10) wrong.password = t("owner.passwordShort");
  return wrong;
}

/** @param {{first: boolean, onBack?: () => void}} props */
export function OwnerForm({ first, onBack }) {
  const [name, setName] = useState("");
  const form = useForm({
    initial: { code: "", name: "", password: "" },
    check,
    save: async (v, { key }) => {
      const { data } = await request("POST", "/api/setup/owner", v, { key, plain: true }).catch(explain);
      setName(data.person.name);
      await signIn(data.person, v.password);
    },
  });
  if (!here) return html`<div class="password"><p class="note">${t("owner.onThePC")}</p>${onBack && html`<div class="row"><${Button} kind="plain" onClick=${onBack}>${t("owner.back")}<//></div>`}</div>`;
  return html`<form class="password" ...${form.form}>
    <p class="note">${t(first ? "owner.first" : "owner.forgot")}</p>
    <p class="command"><code>touchstone setup-code</code></p>
    <${Field} ...${form.field("code")} label=${t("owner.code")} autocomplete="one-time-code" autocapitalize="characters" spellcheck=${false} maxlength="12" />
    <${Field} ...${form.field("name")} label=${t("owner.name")} autocomplete="username" maxlength="120" />
    <${Password} ...${form.field("password")} label=${t("owner.password")} hint=${t("owner.passwordHint")} autocomplete="new-password" maxlength="70" />
    <${Refused} form=${form} />
    <div class="row"><${Button} kind="main" big type="submit" busy=${form.busy}>${t(name ? "session.signIn" : "owner.begin")}<//>
      ${onBack && html`<${Button} kind="plain" onClick=${onBack}>${t("owner.back")}<//>`}</div>
  </form>`;
}

/** A refusal by place has no words of its own; one of the code stands beside it. @param {unknown} error @returns {never} */
function explain(error) {
  if (error instanceof HttpError && error.kind === "missing") throw new HttpError(404, t("owner.onThePC"), null);
  if (error instanceof HttpError && (error.kind === "refused" || error.kind === "busy")) throw new HttpError(error.status, error.message, { code: { message: error.message } });
  throw error;
}
