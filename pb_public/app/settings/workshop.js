// The way into the Data workshop: on the PC itself, with the owner's own
// password once more. It opens in a tab of its own: it is a tool of another
// make, without a way back into the app.
import { html, useEffect, useRef, useState } from "../preact.js";
import { request, HttpError } from "../http.js";
import { t } from "../text.js";
import { Button, Notice, Password, Refused, useForm } from "../ui/index.js";

/** The workshop's own pages keep their sign-in under this name. */
const keptAs = "__pb_superusers__/_";

const here = () => ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);

export function Workshop() {
  const [away, setAway] = useState(!here());
  const [unlocked, unlock] = useState(false);
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
      unlock(true);
    },
  });
  return html`<div class="parts"><section><h2>${t("settings.workshop")}</h2>
    <p class="prose">${t("settings.workshopLead")}</p></section>
    ${away
      ? html`<${Notice} title=${t("settings.onThePC")}>${t("settings.onThePCNote")}<//>`
      : unlocked ? html`<${Unlocked} />` : html`<form class="parts" ...${form.form}>
          <div class="pair"><${Password} label=${t("settings.yourPassword")} hint=${t("settings.workshopHint")} ...${form.field("password")} /></div>
          <${Refused} form=${form} />
          <div class="row"><${Button} kind="main" type="submit" busy=${form.busy}>${t("settings.openWorkshop")}<//></div>
        </form>`}
  </div>`;
}

/** A tab opens by a tap only: browsers stop one that opens by itself. */
function Unlocked() {
  const link = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => link.current?.querySelector("a")?.focus(), []);
  return html`<div ref=${link}><${Notice} kind="here" title=${t("settings.workshopUnlocked")}
    act=${html`<${Button} kind="main" href="/_/" target="_blank" rel="noopener">${t("settings.enterWorkshop")}<//>`}>${t("settings.workshopTab")}<//></div>`;
}
