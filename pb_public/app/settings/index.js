// Settings: the store, the people, what each department is, the workshop. A
// manager looks after the departments; the rest is the owner's.
import { html } from "../preact.js";
import { href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Empty, Loading, Page, Tabs } from "../ui/index.js";
import { People } from "./people.js";
import { NewPerson, OnePerson } from "./person.js";
import { Rules } from "./rules.js";
import { StoreSettings } from "./store.js";
import { Switch, useWhich } from "./which.js";
import { Workshop } from "./workshop.js";

export const routes = [
  { path: "/settings", title: "settings.title", view: First },
  { path: "/settings/people", title: "settings.people", view: place("people", People) },
  { path: "/settings/people/new", title: "settings.addPerson", view: place("people", NewPerson) },
  { path: "/settings/people/:id", title: "settings.people", view: place("people", OnePerson) },
  { path: "/settings/departments", title: "settings.departments", view: place("departments", Rules) },
  { path: "/settings/workshop", title: "settings.workshop", view: place("workshop", Workshop) },
];

const places = [
  { name: "store", at: "/settings", roles: ["owner"] },
  { name: "people", at: "/settings/people", roles: ["owner"] },
  { name: "departments", at: "/settings/departments", roles: ["owner", "manager"] },
  { name: "workshop", at: "/settings/workshop", roles: ["owner"] },
];

/** Where one comes in: the owner to the store, a manager to the departments. */
function First() {
  const { person } = useSession();
  return person && html`<${Frame} here=${person.role === "owner" ? "store" : "departments"} View=${person.role === "owner" ? StoreSettings : Rules} params=${{}} />`;
}

/** @param {string} here @param {any} View */
function place(here, View) {
  return (/** @type {{params: Record<string, string>}} */ { params }) => html`<${Frame} here=${here} View=${View} params=${params} />`;
}

/** @param {{here: string, View: any, params: Record<string, string>}} props */
function Frame({ here, View, params }) {
  const { person, store: own } = useSession();
  const { store, stores, choose, waiting, refresh } = useWhich(person, own);
  if (!person) return null;
  const mine = places.filter((p) => p.roles.includes(person.role));
  const allowed = mine.some((p) => p.name === here);
  return html`<${Page} title=${t("settings.title")} name=${t("settings." + here)} class="settings">
    ${mine.length > 1 && html`<${Tabs} label=${t("settings.title")} items=${mine.map((p) => ({ href: href(p.at), label: t("settings." + p.name), here: p.name === here }))} />`}
    ${allowed && here !== "workshop" && !params.id && stores.length > 1 && html`<${Switch} stores=${stores} store=${store} choose=${choose} />`}
    ${!allowed ? html`<${Empty} title=${t("settings.ownerOnly")} />` : waiting ? html`<${Loading} lines=${6} />` : html`<${View} params=${params} person=${person} store=${store} several=${stores.length > 1} changed=${refresh} />`}
  <//>`;
}
