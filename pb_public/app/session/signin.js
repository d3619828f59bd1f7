// Who is at the counter: names as large rows, then the password of one.
import { html, useEffect, useState } from "../preact.js";
import { request } from "../http.js";
import { now, setStoreFormats } from "../format.js";
import { t } from "../text.js";
import { Mark } from "../ui/mark.js";
import { Shown, useData } from "../ui/states.js";
import { Button } from "../ui/button.js";
import { PasswordForm } from "./form.js";
import { greeting } from "./greeting.js";

const remembered = "touchstone.name";

/** The name that signed in here last. A private window keeps none. */
function lastName() {
  try {
    return localStorage.getItem(remembered) || "";
  } catch {
    return "";
  }
}

/** @param {string} id */
function remember(id) {
  try {
    localStorage.setItem(remembered, id);
  } catch {
    // then nobody is chosen beforehand
  }
}

/** @typedef {{name?: string, monogram?: string, logo?: string}} Door what hangs over it */

/** @param {AbortSignal} signal @param {(door: Door) => void} over @returns {Promise<{id: string, name: string}[]>} */
const people = async (signal, over) => {
  const { data } = await request("GET", "/api/people", undefined, { plain: true, signal });
  setStoreFormats({ zone: data.zone });
  over(data.store || {});
  return data.people.toSorted((/** @type {any} */ a, /** @type {any} */ b) => a.name.localeCompare(b.name));
};

export function SignIn() {
  const [door, over] = useState(/** @type {Door} */ ({}));
  const names = useData((signal) => people(signal, over), []);
  const [chosen, choose] = useState("");
  useEffect(() => {
    document.title = t("session.title") + " · " + t("app.name");
  }, []);
  useEffect(() => {
    const last = lastName();
    const first = names.data?.find((p) => p.id === last) || (names.data?.length === 1 && names.data[0]);
    if (first) choose((already) => already || first.id);
  }, [names.data]);
  const pick = (/** @type {string} */ id) => {
    remember(id);
    choose(id);
  };
  const person = names.data?.find((p) => p.id === chosen);
  const nobody = names.data?.length === 0;
  return html`<main class="gate" id="main" tabindex="-1">
    <div class="left">
      <${Mark} name=${door.name || t("app.name")} logo=${door.logo} letters=${door.monogram} />
      <div><h1>${t(nobody ? "session.nobodyTitle" : "session.who")}</h1>
        <${Shown} of=${names} empty=${html`<p class="lead prose">${t("session.nobody")}</p>`}>${(/** @type {{id: string, name: string}[]} */ all) => html`<${Names} all=${all} chosen=${chosen} onPick=${pick} />`}<//></div>
      <p class="small foot">${t("session.foot")}</p>
    </div>
    <div class="side">${nobody ? html`<${OwnerLater} first />` : names.data && html`<${Side} key=${chosen} person=${person} onOther=${() => choose("")} />`}</div>
  </main>`;
}

/** @param {{all: {id: string, name: string}[], chosen: string, onPick: (id: string) => void}} props */
const Names = ({ all, chosen, onPick }) => html`<div class="names" role="group" aria-label=${t("session.names")}>
  ${all.map((p) => html`<button key=${p.id} type="button" aria-pressed=${String(p.id === chosen)} onClick=${() => onPick(p.id)}>${p.name}</button>`)}
</div>`;

/** The password of who was chosen, or the way to a new one. @param {{person?: {id: string, name: string}, onOther: () => void}} props */
function Side({ person, onOther }) {
  const [lost, setLost] = useState(/** @type {""|"asked"|"owner"} */ (""));
  if (lost === "owner") return html`<${OwnerLater} first=${false} onBack=${() => setLost("")} />`;
  if (!person) return html`<p class="note">${t("session.choose")}</p>`;
  return html`<p class="lead serif">${greeting(person.name, now())}</p>
    <${PasswordForm} person=${person} other=${t("session.notMe")} onOther=${onOther} />
    <div class="lost" aria-live="polite">${lost === "asked"
      ? html`<p class="note">${t("session.forgotNote")}</p><${Button} kind="plain" onClick=${() => setLost("owner")}>${t("session.forgotOwner")}<//>`
      : html`<${Button} kind="plain" onClick=${() => setLost("asked")}>${t("session.forgot")}<//>`}</div>`;
}

/** The form that makes an owner: few ever see it, so it comes when it is asked for. @param {{first: boolean, onBack?: () => void}} props */
function OwnerLater(props) {
  const of = useData(() => import("./owner.js"), []);
  return html`<${Shown} of=${of}>${(/** @type {typeof import("./owner.js")} */ m) => html`<${m.OwnerForm} ...${props} />`}<//>`;
}
