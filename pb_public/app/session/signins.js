// Where somebody is signed in, each with its end.
import { html, useState } from "../preact.js";
import { moment } from "../format.js";
import { HttpError, request } from "../http.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button } from "../ui/button.js";
import { Row, Rows } from "../ui/parts.js";
import { Failed, Shown, useData } from "../ui/states.js";
import { toast } from "../ui/toast.js";

/** @param {{id: string, turn?: number}} props id of the person; another turn asks anew */
export function SignIns({ id, turn = 0 }) {
  const [refused, setRefused] = useState(/** @type {HttpError | null} */ (null));
  const read = useData(async (signal) => (await request("GET", "/api/sessions", undefined, { signal })).data.sessions.filter((/** @type {any} */ s) => s.person.id === id), [id, turn]);
  const end = async (/** @type {any} */ s) => {
    try {
      await request("DELETE", "/api/sessions/" + s.id);
      toast(t("session.signInEnded"));
      setRefused(null);
    } catch (error) {
      if (!(error instanceof HttpError)) return report(error, "ending a sign-in");
      setRefused(error);
    }
    read.refresh();
  };
  return html`<section><h2>${t("session.signIns")}</h2>${refused && html`<${Failed} error=${refused} />`}
    <${Shown} of=${read} lines=${2} empty=${html`<p class="note">${t("session.noSignIns")}</p>`}>${(/** @type {any[]} */ list) => html`<${Rows} label=${t("session.signIns")}>
      ${list.map((s) => html`<${Row} key=${s.id} title=${s.device || t("session.someDevice")} note=${t("session.lastSeen", { at: moment(s.last_seen) })}
        end=${s.current ? html`<span class="note">${t("session.thisOne")}</span>` : html`<${Button} onClick=${() => end(s)}>${t("session.endSignIn")}<//>`} />`)}
    <//>`}<//></section>`;
}
