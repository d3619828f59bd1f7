// Who is at the counter: names as large rows, then the password of one.
import { html, useEffect, useState } from "../preact.js";
import { request } from "../http.js";
import { t } from "../text.js";
import { Mark } from "../ui/mark.js";
import { Empty, Shown, useData } from "../ui/states.js";
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

/** @returns {Promise<{id: string, name: string}[]>} */
const people = async (/** @type {AbortSignal} */ signal) => {
  const { data } = await request("GET", "/api/people", undefined, { plain: true, signal });
  return (Array.isArray(data) ? data : data.people).toSorted((/** @type {any} */ a, /** @type {any} */ b) => a.name.localeCompare(b.name));
};

export function SignIn() {
  const names = useData(people, []);
  const [chosen, choose] = useState("");
  useEffect(() => {
    document.title = t("session.title") + " · " + t("app.name");
  }, []);
  useEffect(() => {
    const last = lastName();
    if (names.data?.some((p) => p.id === last)) choose(last);
    else if (names.data?.length === 1) choose(names.data[0].id);
  }, [names.data]);
  const pick = (/** @type {string} */ id) => {
    remember(id);
    choose(id);
  };
  const person = names.data?.find((p) => p.id === chosen);
  return html`<main class="gate" id="main" tabindex="-1">
    <div class="left">
      <${Mark} name=${t("app.name")} />
      <div class="ask-who"><h1>${t("session.who")}</h1>
        <${Shown} of=${names} empty=${html`<${Nobody} />`}>${(/** @type {{id: string, name: string}[]} */ all) => html`<div class="names" role="group" aria-label=${t("session.names")}>
          ${all.map((p) => html`<button key=${p.id} type="button" aria-pressed=${String(p.id === chosen)} onClick=${() => pick(p.id)}>${p.name}</button>`)}
        </div>`}<//></div>
      <p class="small foot">${t("session.foot")}</p>
    </div>
    <div class="side">
      ${person && html`<p class="lead serif">${greeting(person.name, new Date())}</p>
        <${PasswordForm} person=${person} other=${t("session.notMe")} onOther=${() => choose("")} />`}
      ${!person && names.data?.length ? html`<p class="note">${t("session.choose")}</p>` : null}
    </div>
  </main>`;
}

const Nobody = () => html`<${Empty} title=${t("session.nobodyTitle")} act=${html`<${Button} href="workshop.html">${t("session.workshop")}<//>`}>${t("session.nobody")}<//>`;
