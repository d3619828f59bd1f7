import { html, useId, useState } from "../preact.js";
import { t } from "../text.js";

/**
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {string} [hint] what helps to fill it in
 * @property {string} [error] what is wrong and what to do
 * @property {string} [value]
 * @property {(value: string) => void} [onInput]
 * @property {string} [type]
 * @property {string} [name]
 * @property {boolean} [required]
 * @property {any} [inputRef]
 */

/** Label above, hint and error below, all three read together. */
function Frame({ id, label, hint, error, children }) {
  return html`<div class=${"field" + (error ? " bad" : "")}>
    <label class="label" for=${id}>${label}</label>
    ${children}
    ${hint && html`<p class="small" id=${id + "-hint"}>${hint}</p>`}
    ${error && html`<p class="small wrong" id=${id + "-error"}>${error}</p>`}
  </div>`;
}

/** @param {string} id @param {{hint?: string, error?: string}} props */
const described = (id, { hint, error }) => [error && id + "-error", hint && id + "-hint"].filter(Boolean).join(" ") || undefined;

/** One line of text. @param {FieldProps & Record<string, any>} props */
export function Field({ label, hint, error, value = "", onInput, type = "text", inputRef, children, ...rest }) {
  const id = useId();
  return html`<${Frame} id=${id} label=${label} hint=${hint} error=${error}>
    <input ...${rest} ref=${inputRef} id=${id} class="input" type=${type} value=${value}
      onInput=${(/** @type {any} */ e) => onInput?.(e.target.value)}
      aria-invalid=${error ? "true" : undefined} aria-describedby=${described(id, { hint, error })} />
    ${children}
  <//>`;
}

/** Several lines of text. @param {FieldProps & Record<string, any>} props */
export function TextArea({ label, hint, error, value = "", onInput, inputRef, ...rest }) {
  const id = useId();
  return html`<${Frame} id=${id} label=${label} hint=${hint} error=${error}>
    <textarea ...${rest} ref=${inputRef} id=${id} class="input" value=${value}
      onInput=${(/** @type {any} */ e) => onInput?.(e.target.value)}
      aria-invalid=${error ? "true" : undefined} aria-describedby=${described(id, { hint, error })}></textarea>
  <//>`;
}

/** One of few. @param {FieldProps & {options: {value: string, label: string}[]} & Record<string, any>} props */
export function Select({ label, hint, error, value = "", onInput, options, inputRef, ...rest }) {
  const id = useId();
  return html`<${Frame} id=${id} label=${label} hint=${hint} error=${error}>
    <select ...${rest} ref=${inputRef} id=${id} class="input" value=${value}
      onChange=${(/** @type {any} */ e) => onInput?.(e.target.value)}
      aria-invalid=${error ? "true" : undefined} aria-describedby=${described(id, { hint, error })}>
      ${options.map((o) => html`<option key=${o.value} value=${o.value} selected=${o.value === value}>${o.label}</option>`)}
    </select>
  <//>`;
}

/** A password that can be looked at. @param {FieldProps & Record<string, any>} props */
export function Password(props) {
  const [shown, show] = useState(false);
  return html`<${Field} autocomplete="current-password" autocapitalize="none" spellcheck=${false} ...${props} type=${shown ? "text" : "password"}>
    <button type="button" class="peek" aria-pressed=${String(shown)} aria-label=${t(shown ? "session.hide" : "session.show") + " " + props.label} onClick=${() => show(!shown)}>${t(shown ? "session.hide" : "session.show")}</button>
  <//>`;
}

/** A choice of one among a few, all visible; a note says what one means. @param {{legend: string, name: string, value: string, options: {value: string, label: string, note?: string}[], error?: string, onInput: (v: string) => void}} props */
export function Picks({ legend, name, value, options, error, onInput }) {
  const id = useId();
  return html`<fieldset class="picks" aria-describedby=${error ? id + "error" : undefined}><legend class="label">${legend}</legend>
    ${options.map((o) => html`<div key=${o.value}><label class="pick"><input type="radio" name=${name} value=${o.value} checked=${o.value === value} onChange=${() => onInput(o.value)}
      aria-describedby=${o.note ? id + o.value : undefined} /><span>${o.label}</span></label>${o.note && html`<p class="small" id=${id + o.value}>${o.note}</p>`}</div>`)}
    ${error && html`<p class="small wrong" id=${id + "error"}>${error}</p>`}
  </fieldset>`;
}

/** Yes or no. @param {{label: string, checked: boolean, onInput: (v: boolean) => void} & Record<string, any>} props */
export function Check({ label, checked, onInput, ...rest }) {
  return html`<label class="pick"><input ...${rest} type="checkbox" checked=${checked} onChange=${(/** @type {any} */ e) => onInput(e.target.checked)} /><span>${label}</span></label>`;
}
