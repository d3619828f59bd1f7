// The entries of one kind on a card: look them over, add, change, remove.
import { html, useState } from "../preact.js";
import { HttpError } from "../http.js";
import { date } from "../format.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button, Conflict, Dialog, Failed, Refused, Row, Rows, toast, useForm } from "../ui/index.js";
import { change, make, remove, tag } from "./book.js";
import { blank, checked, Inputs, sent, shapes } from "./shapes.js";
import { fieldName, held, kindName, monthDay, occasion, partName, span } from "./words.js";

/** How one entry is said in a row. @type {Record<string, (r: any) => {title: any, note?: any}>} */
const rows = {
  contact_points: (r) => ({ title: r.raw, note: [r.label || kindName(r.kind), r.do_not_contact && t("clients.doNotUse")].filter(Boolean).join(". ") }),
  consents: (r) => ({ title: `${kindName(r.channel)}: ${kindName(r.state).toLowerCase()}`, note: [date(r.at), r.basis, r.source, r.staff].filter(Boolean).join(", ") }),
  milestones: (r) => ({ title: occasion(r), note: monthDay(r.month, r.day) + (r.year ? ", " + r.year : "") }),
  preferences: (r) => ({ title: r.value, note: [kindName(r.kind), r.state && kindName(r.state).toLowerCase()].filter(Boolean).join(", ") }),
  relations: (r) => ({ title: r.other_name, note: [r.mine ? kindName(r.kind) : t("clients.relationOf", { kind: kindName(r.kind) }), span(r)].filter(Boolean).join(", ") }),
};

const parts = { contacts: ["contact_points", "consents"], milestones: ["milestones"], preferences: ["preferences"], relations: ["relations"] };
const inCard = { contact_points: "contacts", consents: "consents", milestones: "milestones", preferences: "preferences", relations: "relations" };
const titles = { contacts: "reach", milestones: "dates", preferences: "tastes", relations: "relations" };

/**
 * @param {object} props
 * @param {string} props.part @param {any} props.card @param {boolean} props.manages
 * @param {() => void} props.onChanged @param {() => void} props.onClose
 */
export function Part({ part, card, manages, onChanged, onClose }) {
  const [open, setOpen] = useState(/** @type {{collection: string, record: any, removing?: boolean} | null} */ (null));
  const back = () => setOpen(null);
  const done = (/** @type {string} */ words) => (onChanged(), back(), toast(words));
  if (open?.removing) return html`<${Removing} key="removing" collection=${open.collection} record=${open.record} onDone=${done} onClose=${back} />`;
  if (open) {
    const removing = manages && open.record && open.collection !== "consents" ? () => setOpen({ ...open, removing: true }) : undefined;
    return html`<${Entry} key=${open.record?.id || open.collection} ...${open} card=${card} onRemove=${removing} onDone=${done} onClose=${back} />`;
  }
  const several = parts[/** @type {keyof typeof parts} */ (part)];
  const title = t("clients." + titles[/** @type {keyof typeof titles} */ (part)]);
  return html`<${Dialog} key="list" title=${title} onClose=${onClose} acts=${html`<${Button} onClick=${onClose}>${t("app.close")}<//>`}>
    ${several.map((collection) => html`<${List} key=${collection} collection=${collection} card=${card} onOpen=${(/** @type {any} */ record) => setOpen({ collection, record })} />`)}
  <//>`;
}

/** What was said of a consent stands; a new word is another entry. @param {{collection: string, card: any, onOpen: (record: any) => void}} props */
function List({ collection, card, onOpen }) {
  const all = card[inCard[/** @type {keyof typeof inCard} */ (collection)]];
  const name = t("clientParts." + collection);
  return html`<section class="entries"><div class="facts-head"><h3>${name}</h3><${Button} kind="plain" aria-label=${t("clients.more") + ": " + name} onClick=${() => onOpen(null)}>${t("clients.more")}<//></div>
    ${all.length ? html`<${Rows} label=${name}>${all.map((/** @type {any} */ r) => html`<${Row} key=${r.id} ...${rows[collection](r)} onClick=${collection === "consents" ? undefined : () => onOpen(r)} />`)}<//>`
      : html`<p class="note">${t("clients.nothing")}</p>`}</section>`;
}

/**
 * @param {object} props
 * @param {string} props.collection @param {any} props.record null for a new one @param {any} props.card
 * @param {() => void} [props.onRemove] @param {(words: string) => void} props.onDone @param {() => void} props.onClose
 */
function Entry({ collection, record, card, onRemove, onDone, onClose }) {
  const form = useForm({
    initial: record ? blank(collection, record) : blank(collection, null),
    etag: record ? tag(record) : undefined,
    check: (values) => checked(collection, values),
    save: (values, how) => record
      ? change(collection, record.id, sent(collection, values), how)
      : make(collection, { ...sent(collection, values), client: card.id }, how.key),
    saved: () => onDone(t("clients.keptIt")),
  });
  const names = { [card.id]: card.name, ...(record?.other ? { [record.other]: record.other_name } : {}) };
  const labels = Object.fromEntries(Object.keys(shapes[collection]).map((n) => [n, fieldName(n)]));
  return html`<${Dialog} title=${partName(collection)} onClose=${onClose}>
    <form class="stack" ...${form.form}><${Refused} form=${form} />
      <${Inputs} collection=${collection} form=${form} card=${card} record=${record} />
      <div class="row acts"><${Button} kind="main" type="submit" busy=${form.busy}>${t("clients.saveIt")}<//><${Button} kind="plain" onClick=${onClose}>${t("app.cancel")}<//>
        ${onRemove && html`<${Button} kind="stop" class="away" onClick=${onRemove}>${t("clients.remove")}<//>`}</div></form>
    <${Conflict} form=${form} labels=${labels} show=${(/** @type {string} */ n, /** @type {any} */ v) => held(n, v, names)} />
  <//>`;
}

/** @param {{collection: string, record: any, onDone: (words: string) => void, onClose: () => void}} props */
function Removing({ collection, record, onDone, onClose }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const go = async () => {
    setBusy(true);
    try {
      await remove(collection, record);
      onDone(t("clients.removed"));
    } catch (wrong) {
      if (!(wrong instanceof HttpError)) report(wrong, "removing");
      setError(wrong);
      setBusy(false);
    }
  };
  const { title, note } = rows[collection](record);
  return html`<${Dialog} title=${t("clients.removeTitle")} onClose=${onClose} acts=${html`<${Button} kind="stop" busy=${busy} onClick=${go}>${t("clients.remove")}<//><${Button} kind="plain" onClick=${onClose}>${t("clients.keepIt")}<//>`}>
    <p><b>${title}</b>${note && html`<br /><span class="note">${note}</span>`}</p><p class="note">${t("clients.removeNote")}</p>
    ${error && html`<${Failed} error=${error} />`}
  <//>`;
}

