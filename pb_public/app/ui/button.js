import { html } from "../preact.js";

/**
 * A button that says what happens. kind: "main" (one a view), "" (outlined),
 * "plain" (an underlined word), "stop" (what cannot be undone). busy keeps its
 * place and width while the work runs and cannot be pressed twice.
 * @param {{kind?: string, big?: boolean, busy?: boolean, disabled?: boolean, type?: string, onClick?: (e: any) => void, href?: string, class?: string, children?: any} & Record<string, any>} props
 */
export function Button({ kind = "", big = false, busy = false, disabled = false, type = "button", href, children, ...rest }) {
  const name = ["btn", kind, big && "big", rest.class].filter(Boolean).join(" ");
  if (href) return html`<a ...${rest} class=${name} href=${href}>${children}</a>`;
  const press = busy ? { onClick: (/** @type {Event} */ e) => e.preventDefault(), "aria-disabled": "true" } : {};
  return html`<button ...${rest} type=${type} class=${name} disabled=${disabled} ...${press}>${children}</button>`;
}
