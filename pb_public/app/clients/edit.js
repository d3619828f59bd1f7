// A new client, and the client's own fields.
import { html, useEffect, useState } from "../preact.js";
import { request } from "../http.js";
import { go, href } from "../router.js";
import { useSession } from "../store.js";
import { t } from "../text.js";
import { Button, Check, Conflict, Field, Notice, Page, Refused, Row, Rows, Select, Shown, TextArea, toast, useData, useForm } from "../ui/index.js";
import { card as read, fieldsOf, find, save, staff, tag } from "./book.js";
import { fieldName, held } from "./words.js";

const named = (/** @type {any} */ values) => (values.name.trim() ? {} : /** @type {Record<string, string>} */ ({ name: t("clients.nameNeeded") }));

/** Who may look after a client of this store; who does now is always there. @param {any[]} people @param {string} store @param {string} now */
function owners(people, store, now) {
  const able = people.filter((p) => p.id === now || p.active && (!store || p.store === store));
  return [{ value: "", label: t("clients.nobodyYet") }, ...able.map((p) => ({ value: p.id, label: p.name }))];
}

/** @param {{form: any, people: any[], store: string}} props */
function Names({ form, people, store }) {
  return html`<${Field} label=${fieldName("name")} ...${form.field("name")} hint=${t("clients.nameHint")} autocomplete="off" maxlength="200" />
    ${"given" in form.values && html`<div class="two"><${Field} label=${fieldName("given")} ...${form.field("given")} autocomplete="off" maxlength="100" /><${Field} label=${fieldName("family")} ...${form.field("family")} autocomplete="off" maxlength="100" /></div>`}
    ${"phone" in form.values && html`<div class="two"><${Field} label=${t("clients.phone")} type="tel" ...${form.field("phone")} autocomplete="off" maxlength="200" /><${Field} label=${t("clients.email")} type="email" ...${form.field("email")} autocomplete="off" maxlength="200" /></div>`}
    <div class="two"><${Select} label=${fieldName("owner")} ...${form.field("owner")} options=${owners(people, store, form.values.owner)} />
      ${"since" in form.values && html`<${Field} label=${fieldName("since")} type="date" ...${form.field("since")} />`}</div>
    <${TextArea} label=${fieldName("notes")} ...${form.field("notes")} maxlength="10000" />`;
}

/** Who may be the same person already, while the form is filled in. @param {{words: string[]}} props */
function Perhaps({ words }) {
  const [known, setKnown] = useState(/** @type {any[]} */ ([]));
  const asked = words.map((w) => w.trim()).filter((w) => w.length > 3);
  useEffect(() => {
    const stop = new AbortController();
    const soon = setTimeout(async () => {
      // only a help: without an answer the form goes on
      const all = await Promise.all(asked.map((w) => find(w, stop.signal, 3).catch(() => [])));
      if (stop.signal.aborted) return;
      const sure = all.flat().filter((c) => c.why !== "similar" && c.why !== "note" && c.why !== "piece");
      setKnown([...new Map(sure.map((c) => [c.id, c])).values()].slice(0, 3));
    }, 400);
    return () => (clearTimeout(soon), stop.abort());
  }, [asked.join("\n")]);
  return known.length > 0 && html`<${Notice} title=${t("clients.perhaps")}><${Rows} label=${t("clients.perhaps")}>${known.map((c) => html`<${Row} key=${c.id} href=${href("/clients/" + c.id)} title=${c.name} note=${c.hint} />`)}<//><//>`;
}

export function Add() {
  const { person } = useSession();
  const people = useData(staff, []);
  return html`<${Page} title=${t("clients.addTitle")} lead=${t("clients.addLead")} class="clients narrow"><${Shown} of=${people}>${(/** @type {any[]} */ all) => html`<${Fresh} people=${all} person=${person} />`}<//><//>`;
}

/** @param {{people: any[], person: any}} props */
function Fresh({ people, person }) {
  const form = useForm({
    initial: { name: "", phone: "", email: "", owner: person?.id || "", notes: "" },
    check: named,
    save: ({ phone, email, ...values }, { key }) => {
      const contacts = [{ kind: "phone", raw: phone.trim() }, { kind: "email", raw: email.trim() }].filter((p) => p.raw);
      return request("POST", "/api/clients", { ...values, contacts }, { key });
    },
    saved: ({ data }) => (toast(t("clients.added", { name: data.name })), go("/clients/" + data.id, { replace: true })),
  });
  const { name, phone, email } = form.values;
  return html`<form class="stack" ...${form.form}><${Refused} form=${form} />
    <${Names} form=${form} people=${people} store=${person?.store || ""} />
    <${Perhaps} words=${[name, phone, email]} />
    <div class="row acts"><${Button} kind="main" type="submit" busy=${form.busy}>${t("clients.save")}<//><${Button} kind="plain" href=${href("/clients")}>${t("app.cancel")}<//></div></form>`;
}

/** @param {{params: {id: string}}} props */
export function Edit({ params: { id } }) {
  const both = useData(async (signal) => {
    const [c, people] = await Promise.all([read(id, signal), staff(signal)]);
    return { c, people };
  }, [id]);
  const title = both.data ? t("clients.editTitle", { name: both.data.c.name }) : t("clients.edit");
  return html`<${Page} title=${title} class="clients narrow"><${Shown} of=${both}>${(/** @type {any} */ { c, people }) => html`<${Fields} card=${c} people=${people} />`}<//><//>`;
}

/** @param {{card: any, people: any[]}} props */
function Fields({ card, people }) {
  const form = useForm({
    initial: fieldsOf(card),
    etag: tag(card),
    check: named,
    save: (values, how) => save(card.id, values, how),
    saved: ({ data }) => (toast(t("clients.saved", { name: data.name })), go("/clients/" + card.id, { replace: true })),
  });
  const names = Object.fromEntries(people.map((p) => [p.id, p.name]));
  const check = (/** @type {string} */ n) => html`<${Check} label=${fieldName(n)} checked=${form.values[n]} onInput=${(/** @type {boolean} */ v) => form.set(n, v)} />`;
  return html`<form class="stack" ...${form.form}><${Refused} form=${form} />
    <${Names} form=${form} people=${people} store=${card.store} />
    <div class="picks">${check("couple")}${check("company")}${check("deceased")}</div>
    <div class="row acts"><${Button} kind="main" type="submit" busy=${form.busy}>${t("clients.save")}<//><${Button} kind="plain" href=${href("/clients/" + card.id)}>${t("app.cancel")}<//></div></form>
    <${Conflict} form=${form} labels=${Object.fromEntries(Object.keys(form.values).map((n) => [n, fieldName(n)]))} show=${(/** @type {string} */ n, /** @type {any} */ v) => held(n, v, names)} />`;
}
