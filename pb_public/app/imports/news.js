// What a file brings that the store does not know: codes of people and
// departments. Both are said here, before or after the import, at once.
import { html, useEffect, useRef, useState } from "../preact.js";
import { HttpError, request } from "../http.js";
import { report } from "../report.js";
import { href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { all } from "../settings/record.js";
import { Button, Failed, useData } from "../ui/index.js";
import { Codes } from "./codes.js";
import { Departments } from "./departments.js";

/**
 * Before the import, from what the preview says.
 * @param {{out: any, again: () => void}} props
 */
export function Foreseen({ out, again }) {
  const owner = useSession().person?.role === "owner";
  const people = useData(async (signal) => (owner && out.store_id && out.staff.length ? inStore(await all("staff", signal), out.store_id) : []), [owner, out.store_id, out.staff.length]);
  const codes = out.staff.map((/** @type {any} */ s) => ({ ...s, currency: out.result?.currency }));
  const departments = out.departments.map((/** @type {any} */ d) => ({ ...d, currency: out.result?.currency }));
  const told = () => (people.refresh(), again());
  return html`<${Both} codes=${codes} people=${owner && out.store_id ? people.data : null} departments=${departments} store=${out.store_id} told=${told} />`;
}

/**
 * After it, from the book: whom nobody named yet, and what no rule knows yet.
 * @param {{one: any}} props
 */
export function Arrived({ one }) {
  const owner = useSession().person?.role === "owner";
  const names = Object.keys(one.result.categories_unknown || {});
  const codes = one.result.staff_new || [];
  const later = useRef(/** @type {ReturnType<typeof setTimeout>[]} */ ([]));
  useEffect(() => () => later.current.forEach(clearTimeout), []);
  const staff = useData(async (signal) => (codes.length ? inStore(await all("staff", signal), one.store_id) : []), [one.id]);
  const known = useData(async (signal) => (names.length ? (await request("GET", "/api/rules/coverage?store=" + one.store_id, undefined, { signal })).data.unknown : []), [one.id]);
  // the lines of the book get their role in the background, a moment after the rule
  const told = () => {
    later.current.forEach(clearTimeout);
    later.current = [0, 700, 2500].map((ms) => setTimeout(() => (staff.refresh(), known.refresh()), ms));
  };
  if (!codes.length && !names.length) return null;
  const error = staff.error || known.error;
  if (error) return html`<${Failed} error=${error} retry=${told} />`;
  if (!staff.data || !known.data) return null;
  const unnamed = staff.data.filter((/** @type {any} */ p) => p.import === one.id && p.active && p.name.trim().toLowerCase() === p.code.trim().toLowerCase());
  return html`<${Both} codes=${unnamed} people=${owner ? staff.data : null} departments=${known.data.filter((/** @type {any} */ u) => names.includes(u.category) && u.open > 0)} store=${one.store_id} told=${told} />`;
}

/** @param {any[]} people @param {string} store */
const inStore = (people, store) => people.filter((p) => p.store === store);

/** @param {{codes: any[], people: any[] | null | undefined, departments: any[], store: string, told: () => void}} props */
function Both({ codes, people, departments, store, told }) {
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const head = useRef(/** @type {HTMLElement | null} */ (null));
  if (!codes.length && !departments.length && !error) return null;
  // what was said leaves the list, so the focus goes where the rest begins
  const attempt = async (/** @type {() => Promise<void>} */ act) => {
    setError(null);
    try {
      await act();
      head.current?.focus({ preventScroll: true });
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) return report(wrong, "saying what is new");
      setError(wrong);
    }
    told();
  };
  return html`<section class="news"><h2 ref=${head} tabindex="-1">${t("imports.unknown")}</h2>
    ${error ? html`<${Failed} error=${error} />` : null}
    ${codes.length > 0 && html`<${Codes} codes=${codes} people=${people} store=${store} attempt=${attempt} />`}
    ${departments.length > 0 && (store ? html`<${Departments} list=${departments} store=${store} attempt=${attempt} />` : html`<p class="note">${t("imports.departments", { n: departments.length })}: ${departments.map((d) => d.category || t("imports.noDepartment")).join(", ")}</p>`)}
    ${departments.length > 0 && html`<div class="row"><${Button} kind="plain" href=${href("/settings/departments")}>${t("imports.allRules")}<//></div>`}
  </section>`;
}
