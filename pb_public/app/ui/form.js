// A form that loses nothing: one key until it is saved, errors beside their
// fields, and where somebody else saved first, a choice for each field.
import { html, useLayoutEffect, useRef, useState } from "../preact.js";
import { moment } from "../format.js";
import { HttpError, newKey } from "../http.js";
import { report } from "../report.js";
import { t } from "../text.js";
import { Button } from "./button.js";
import { Dialog } from "./dialog.js";

/** @typedef {Record<string, any>} Values */
/** @typedef {{current: Values, fields: {name: string, mine: any, theirs: any}[], saved?: {by: string, at: string}}} Meeting */

/**
 * @param {object} how
 * @param {Values} how.initial as it was read; a form for another record needs another key in its parent
 * @param {string} [how.etag] of the record that was read; none for a new one
 * @param {(values: Values) => Record<string, string>} [how.check] what is wrong, by field
 * @param {(values: Values, options: {ifMatch?: string, key: string}) => Promise<any>} how.save sends; throws HttpError
 * @param {(answer: any, values: Values) => void} [how.saved]
 */
export function useForm({ initial, etag, check, save, saved }) {
  const [base, setBase] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}));
  const [refused, setRefused] = useState(/** @type {HttpError | null} */ (null));
  const [meeting, setMeeting] = useState(/** @type {Meeting | null} */ (null));
  const [busy, setBusy] = useState(false);
  const key = useRef("");
  const tag = useRef(etag);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const working = useRef(false);
  const point = useRef(false); // at the first field that is wrong

  const set = (/** @type {string} */ name, /** @type {any} */ value) => {
    key.current = ""; // another content is another write
    setValues((v) => ({ ...v, [name]: value }));
    setErrors(({ [name]: _, ...rest }) => rest);
  };

  const wrong = (/** @type {Record<string, string>} */ found) => {
    point.current = true;
    setErrors(found);
  };
  // with the words, not after them: the person may type already
  useLayoutEffect(() => {
    if (point.current) /** @type {HTMLElement | null | undefined} */ (form.current?.querySelector("[aria-invalid=true]"))?.focus();
    point.current = false;
  }, [errors]);

  const send = async (/** @type {Values} */ what) => {
    if (working.current) return;
    const found = check ? check(what) : {};
    if (Object.keys(found).length) return wrong(found);
    working.current = true;
    setBusy(true);
    setRefused(null);
    try {
      key.current ||= newKey();
      const answer = await save(what, { ifMatch: tag.current, key: key.current });
      key.current = "";
      setBase(what);
      saved?.(answer, what);
    } catch (error) {
      fail(error, what);
    } finally {
      working.current = false;
      setBusy(false);
    }
  };

  const fail = (/** @type {unknown} */ error, /** @type {Values} */ what) => {
    if (!(error instanceof HttpError)) return report(error, "saving");
    if (error.kind === "changed" && error.data.current) return setMeeting({ ...meet(base, what, error.data.current), saved: error.data.saved });
    const found = fieldErrors(error.data, what);
    if (Object.keys(found).length) wrong(found);
    else setRefused(error);
  };

  const settle = (/** @type {Record<string, "mine"|"theirs">} */ chosen) => {
    const { current, fields } = /** @type {Meeting} */ (meeting);
    /** @type {Values} */
    const next = {};
    for (const name of Object.keys(values)) next[name] = same(values[name], base[name]) && name in current ? current[name] : values[name];
    for (const f of fields) next[f.name] = chosen[f.name] === "theirs" ? f.theirs : f.mine;
    tag.current = `"${current.rev}"`;
    key.current = "";
    setBase({ ...base, ...pick(current, Object.keys(values)) });
    setValues(next);
    setMeeting(null);
    return send(next);
  };

  return {
    values, set, errors, busy, refused, meeting, settle,
    form: { ref: form, noValidate: true, onSubmit: (/** @type {Event} */ e) => (e.preventDefault(), send(values)) },
    dirty: !same(values, base),
    dismiss: () => setMeeting(null),
    field: (/** @type {string} */ name) => ({ name, value: values[name] ?? "", error: errors[name], onInput: (/** @type {any} */ v) => set(name, v) }),
  };
}

/** @param {any} a @param {any} b */
const same = (a, b) => a === b || JSON.stringify(a ?? "") === JSON.stringify(b ?? "");

/** @param {Values} from @param {string[]} names */
const pick = (from, names) => Object.fromEntries(names.filter((n) => n in from).map((n) => [n, from[n]]));

/**
 * Only what both sides changed, and changed differently, needs a person.
 * @param {Values} base @param {Values} mine @param {Values} current @returns {Meeting}
 */
function meet(base, mine, current) {
  const fields = Object.keys(mine)
    .filter((name) => name in current && !same(mine[name], base[name]) && !same(current[name], base[name]) && !same(mine[name], current[name]))
    .map((name) => ({ name, mine: mine[name], theirs: current[name] }));
  return { current, fields };
}

/** PocketBase's errors by field, for the fields of this form. @param {any} data @param {Values} values */
function fieldErrors(data, values) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const [name, said] of Object.entries(data || {})) {
    if (name in values && said && typeof said.message === "string") found[name] = said.message;
  }
  return found;
}

/** Why the whole form was refused, where no field is at fault. @param {{form: {refused: HttpError | null}}} props */
export const Refused = ({ form }) => form.refused && html`<div class="notice alert" role="alert"><p class="head">${form.refused.message}</p></div>`;

/**
 * The choice for each field that two people changed. Put it beside the form.
 * @param {{form: ReturnType<typeof useForm>, labels: Record<string, string>, show?: (name: string, value: any) => any}} props
 */
export function Conflict({ form, labels, show = (_, v) => v }) {
  return form.meeting && html`<${Choice} key=${form.meeting.current.rev} form=${form} meeting=${form.meeting} labels=${labels} show=${show} />`;
}

/** @param {{form: ReturnType<typeof useForm>, meeting: Meeting, labels: Record<string, string>, show: (name: string, value: any) => any}} props */
function Choice({ form, meeting, labels, show }) {
  const [chosen, choose] = useState(/** @type {Record<string, "mine"|"theirs">} */ (Object.fromEntries(meeting.fields.map((f) => [f.name, "mine"]))));
  const said = (/** @type {string} */ name, /** @type {any} */ value) => show(name, value) || t("form.blank");
  const pickOne = (/** @type {string} */ name, /** @type {"mine"|"theirs"} */ side, /** @type {any} */ value) => html`<label class="pick">
    <input type="radio" name=${"choice-" + name} checked=${chosen[name] === side} onChange=${() => choose({ ...chosen, [name]: side })} />
    <span><span class="label">${t(side === "mine" ? "form.yours" : "form.theirs")}</span><br />${said(name, value)}</span></label>`;
  const acts = html`<${Button} kind="main" onClick=${() => form.settle(chosen)}>${t("form.keepChosen")}<//>
    <${Button} kind="plain" onClick=${form.dismiss}>${t("app.cancel")}<//>`;
  return html`<${Dialog} title=${meeting.saved?.by ? t("form.conflictBy", { name: meeting.saved.by }) : t("form.conflictTitle")} onClose=${form.dismiss} acts=${acts} wide>
    <p>${meeting.saved?.at && t("form.conflictAt", { at: moment(meeting.saved.at) }) + " "}${t(meeting.fields.length ? "form.conflict" : "form.noConflict")}</p>
    ${meeting.fields.map((f) => html`<fieldset key=${f.name} class="picks"><legend>${labels[f.name] || f.name}</legend>
      ${pickOne(f.name, "mine", f.mine)}${pickOne(f.name, "theirs", f.theirs)}</fieldset>`)}
  <//>`;
}
