// The session ended while somebody was at work: sign in again over the page,
// which stays as it is.
import { html } from "../preact.js";
import { leave, useSession } from "../store.js";
import { t } from "../text.js";
import { Dialog } from "../ui/dialog.js";
import { PasswordForm } from "./form.js";

export function SignInAgain() {
  const { expired, person } = useSession();
  if (!expired || !person) return null;
  return html`<${Dialog} title=${t("session.expiredTitle")}>
    <p>${t("session.expired")}</p>
    <p class="lead serif">${person.name}</p>
    <${PasswordForm} person=${person} other=${t("session.someoneElse")} onOther=${leave} />
    <p class="small">${t("session.someoneElseNote")}</p>
  <//>`;
}
