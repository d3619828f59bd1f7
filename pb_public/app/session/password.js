// A new password: one's own, with the present one asked, or somebody else's from
// the owner, who tells it in person.
import { html } from "../preact.js";
import { HttpError, request } from "../http.js";
import { t } from "../text.js";
import { Button } from "../ui/button.js";
import { Password } from "../ui/field.js";
import { Refused, useForm } from "../ui/form.js";
import { toast } from "../ui/toast.js";

/** @param {boolean} self */
const check = (self) => (/** @type {Record<string, any>} */ v) => {
  /** @type {Record<string, string>} */
  const wrong = {};
  if (self && !v.current) wrong.current = t("session.empty");
  if ([...v.password].length < 10) wrong.password = t("owner.passwordShort");
  return wrong;
};

/** What is refused here is the present password, and is said beside it. @param {unknown} error @returns {never} */
function beside(error) {
  if (error instanceof HttpError && error.kind === "refused") throw new HttpError(error.status, error.message, { current: { message: error.message } });
  throw error;
}

/** @param {{person: {id: string, name: string, signs_in?: boolean}, self: boolean, done: () => void}} props */
export function GivePassword({ person, self, done }) {
  const has = self || person.signs_in;
  const form = useForm({
    initial: self ? { current: "", password: "" } : { password: "" }, check: check(self),
    save: (v, { key }) => request("POST", `/api/staff/${person.id}/password`, v, { key }).catch(self ? beside : (error) => Promise.reject(error)),
    saved: () => {
      form.set("password", "");
      if (self) form.set("current", "");
      toast(self ? t("session.passwordChanged") : t("session.passwordGiven", { name: person.name }));
      done();
    },
  });
  return html`<form class="parts" ...${form.form}><section><h2>${t("session.password")}</h2>
    <p class="note">${t(self ? "session.passwordSelf" : has ? "session.passwordAnew" : "session.passwordFirst", { name: person.name })}</p>
    <div class="pair">
      ${self && html`<${Password} label=${t("session.passwordNow")} ...${form.field("current")} />`}
      <${Password} label=${t("owner.password")} hint=${t("owner.passwordHint")} ...${form.field("password")} autocomplete="new-password" />
    </div></section>
    <${Refused} form=${form} />
    <div class="row"><${Button} type="submit" busy=${form.busy}>${t(has ? "session.changePassword" : "session.givePassword")}<//></div></form>`;
}
