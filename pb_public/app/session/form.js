import { html, useLayoutEffect, useRef, useState } from "../preact.js";
import { HttpError } from "../http.js";
import { report } from "../report.js";
import { signIn } from "../store.js";
import { t } from "../text.js";
import { Button } from "../ui/button.js";
import { Password } from "../ui/field.js";

/**
 * The password of one person. The name goes along hidden, so that a browser
 * keeps each one's password apart.
 * @param {{person: {id: string, name: string}, other: string, onOther: () => void}} props other: the words of the way back
 */
export function PasswordForm({ person, other, onOther }) {
  const [password, setPassword] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  // before anything is painted: what comes after would fall on the first letters
  // of a quick hand, or on what a browser filled in
  useLayoutEffect(() => field.current?.focus(), []);
  const refuse = (/** @type {string} */ words) => {
    setError(words);
    field.current?.focus();
    field.current?.select();
  };
  const submit = async (/** @type {Event} */ e) => {
    e.preventDefault();
    if (busy) return;
    if (!password) return refuse(t("session.empty"));
    setBusy(true);
    try {
      await signIn(person, password);
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) return report(wrong, "signing in");
      refuse(wrong.message);
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="password" onSubmit=${submit} noValidate>
    <input class="visually-hidden" type="text" name="username" autocomplete="username" value=${person.name} readonly tabindex="-1" aria-hidden="true" />
    <${Password} label=${t("session.password")} name="password" value=${password} inputRef=${field} error=${error}
      onInput=${(/** @type {string} */ v) => (setPassword(v), setError(""))} />
    <div class="row"><${Button} kind="main" big type="submit" busy=${busy}>${t("session.signIn")}<//>
      <${Button} kind="plain" onClick=${onOther}>${other}<//></div>
  </form>`;
}
