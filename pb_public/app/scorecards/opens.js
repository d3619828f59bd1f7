// A figure anywhere opens its formula and the receipts behind it: one way to do
// it for every screen.
import { html, render, useEffect, useRef } from "../preact.js";
import { report } from "../report.js";

/**
 * What is opened: the figure, its scope, and how it is written. value is the
 * figure itself where the screen has it; label whose it is; note what else must
 * be known of these rows.
 * @typedef {{figure: string, value?: any, label?: string, note?: string, scope: any, currency: string, floor: number}} Opened
 */

/** A way to open a figure from a view. What is open goes with the view. @returns {(what: Opened) => void} */
export function useOpen() {
  const close = useRef(() => {});
  useEffect(() => () => close.current(), []);
  return (what) => {
    close.current();
    const place = document.body.appendChild(document.createElement("div"));
    close.current = () => {
      render(null, place);
      place.remove();
    };
    // the start has figures too, and should be there before what opens them
    import("./behind.js").then(
      ({ Behind }) => place.isConnected && render(html`<${Behind} ...${what} onClose=${() => close.current()} />`, place),
      (wrong) => (close.current(), report(wrong, "opening a figure")),
    );
  };
}

/** A number that opens. name is what is read out. @param {{onClick: () => void, name: string, children?: any, class?: string}} props */
export const Opens = ({ onClick, name, children, ...rest }) => html`<button type="button" class=${"opens " + (rest.class || "")} aria-label=${name} onClick=${onClick}>${children}</button>`;

/** A number that opens itself. @param {Opened & {name: string, children?: any, class?: string}} props */
export function Figure({ name, children, class: style, ...what }) {
  const open = useOpen();
  return html`<${Opens} name=${name} class=${style} onClick=${() => open(what)}>${children}<//>`;
}
