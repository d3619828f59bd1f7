import { html, useLayoutEffect, useId, useRef } from "../preact.js";

/**
 * Something to settle before going on. The browser's own dialog keeps focus
 * inside and gives it back; Escape closes where closing is allowed.
 * top stays in reach beside the title, however long what follows is.
 * @param {{title: string, onClose?: () => void, children?: any, acts?: any, top?: any, wide?: boolean}} props without onClose it stays until its work is done
 */
export function Dialog({ title, onClose, children, acts, top, wide = false }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useLayoutEffect(() => {
    const d = /** @type {HTMLDialogElement} */ (ref.current);
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!d.open) d.showModal();
    /** @type {HTMLElement | null} */ (d.querySelector("input:not([tabindex='-1']), select, textarea, button"))?.focus();
    return () => {
      d.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  const cancel = (/** @type {Event} */ e) => {
    e.preventDefault();
    onClose?.();
  };
  // some browsers close at the second Escape without asking
  const close = () => {
    if (!onClose && ref.current?.isConnected && !ref.current.open) ref.current.showModal();
  };
  return html`<dialog ref=${ref} class=${wide ? "wide" : ""} aria-labelledby=${id} onCancel=${cancel} onClose=${close}>
    ${top ? html`<div class="top"><h2 id=${id}>${title}</h2>${top}</div>` : html`<h2 id=${id}>${title}</h2>`}
    <div class="say">${children}</div>
    ${acts && html`<div class="row acts">${acts}</div>`}
  </dialog>`;
}
