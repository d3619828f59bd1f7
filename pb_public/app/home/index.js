// The start: what waits for the person who signed in, how the week stands
// beside the one before, and how fresh the book is.
import { date, dayOf, now, weekday } from "../format.js";
import { html } from "../preact.js";
import { useAgain } from "../again.js";
import { href, placesOf } from "../router.js";
import { greeting } from "../session/greeting.js";
import { storeName, useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Empty, Failed, Page, Row, Rows, Shown, useData } from "../ui/index.js";
import { daysBetween, imports, lastSale, LastImport } from "./imports.js";
import { waiting } from "./waiting.js";
import { Weeks } from "./weeks.js";

export const routes = [{ path: "/", title: "home.title", view: Home }];

function Home() {
  const { person, store } = useSession();
  const leads = Boolean(person) && person?.role !== "associate";
  const read = useData(async (signal) => (leads ? imports(signal) : []), [person?.id]);
  const waits = useData(async (signal) => (leads && read.data ? waiting(person, store, read.data, signal) : undefined), [person?.id, read.data]);
  useAgain(read.refresh); // what waits is asked for with it
  if (!person) return null;
  const away = read.error && !read.data; // said once, not in every part
  const at = now();
  const first = leads && read.data?.length === 0; // nothing was ever read
  const shop = storeName(store);
  const last = leads && read.data ? lastSale(read.data) : "";
  return html`<${Page} title=${greeting(person.name, at)} name=${t("home.title")} lead=${[t("home.day", { day: weekday(dayOf(at)), store: shop }), last && fresh(last, dayOf(at))].filter(Boolean).join(" ")} class="home">
    <div class=${leads ? "split" : ""}>
      <div>
        ${leads && html`<section class="todo"><h2 class="visually-hidden">${t("home.waits")}</h2>${away ? html`<${Failed} error=${read.error} retry=${read.refresh} />` : html`<${Shown} of=${waits} lines=${3}>${(/** @type {any[]} */ all) => html`<${Waits} all=${all} />`}<//>`}</section>`}
        ${!first && !away && html`<${Weeks} person=${person} store=${store} />`}
        ${(first || !leads) && html`<section class="todo places"><${Places} role=${person.role} /></section>`}
      </div>
      ${leads && !away && html`<aside class="margin"><section><h2>${t("home.lastImport")}</h2><${Shown} of=${read} lines=${2}>${(/** @type {any[]} */ all) => html`<${LastImport} all=${all} />`}<//></section>
        ${!first && html`<section><h2>${t("home.someone")}</h2><p class="note">${t("home.clients")}</p><div class="row"><${Button} href=${href("/clients")}>${t("clients.find")}<//></div></section>`}</aside>`}
    </div>
  <//>`;
}

/** How old the book is. @param {string} last day of a sale @param {string} today */
function fresh(last, today) {
  const n = daysBetween(last, today);
  return n > 7 ? t("home.stale", { day: date(last), n }) : t("home.upTo", { day: weekday(last) });
}

/** @param {{all: import("./waiting.js").Wait[]}} props */
function Waits({ all }) {
  if (!all.length) return html`<${Empty} title=${t("home.nothingWaits")}>${t("home.goodHour")}<//>`;
  return html`<${Rows} label=${t("home.waits")}>${all.map((w) => html`<${Row} key=${w.title} href=${href(w.to)} title=${w.title} note=${w.note} />`)}<//>`;
}

/** Where one can go, said in a line each: for who is new, and for who has no list above. @param {{role: string}} props */
const Places = ({ role }) => html`<${Rows} label=${t("app.rail")}>${placesOf(role).filter((s) => s.path !== "/").map((s) => html`<${Row} key=${s.path} href=${href(s.path)} title=${t("nav." + s.name)} note=${t("home." + s.name)} />`)}<//>`;
