// The way into the Data workshop: on the PC itself, with the owner's own
// password once more.
import { html, useState } from "../preact.js";
import { request, HttpError } from "../http.js";
import { t } from "../text.js";
import { Button, Notice, Password, Refused, useForm } from "../ui/index.js";

/** The workshop's own pages keep their sign-in under this name. */
const keptAs = "__pb_superusers__/_";

const here = () => ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);

export function Workshop() {
  const [away, setAway] = useState(!here());
  const form = useForm({
    initial: { password: "" },
    check: (v) => /** @type {Record<string, string>} */ (v.password ? {} : { password: t("session.empty") }),
    save: async (v, { key }) => {
      try {
        return (await request("POST", "/api/workshop", v, { key })).data;
      } catch (error) {
        if (error instanceof HttpError && error.kind === "missing") setAway(true);
        throw error;
      }
    },
    saved: ({ token, record }) => {
      localStorage.setItem(keptAs, JSON.stringify({ token, record }));
      location.assign("/_/");
    },
  });
  return html`<div class="parts"><section><h2>${t("settings.workshop")}</h2>
    <p class="prose">${t("settings.workshopLead")}</p></section>
    ${away
      ? html`<${Notice} title=${t("settings.onThePC")}>${t("settings.onThePCNote")}<//>`
      : html`<form class="parts" ...${form.form}>
          <div class="pair"><${Password} label=${t("settings.yourPassword")} hint=${t("settings.workshopHint")} ...${form.field("password")} /></div>
          <${Refused} form=${form} />
          <div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.openWorkshop")}<//></div>
        </form>`}
  </div>`;
}
