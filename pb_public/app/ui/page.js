import { html, useEffect, useLayoutEffect, useRef } from "../preact.js";
import { t } from "../text.js";

let moved = false;

/** The next page that appears takes the focus; the router says so. */
export function moveFocus() {
  moved = true;
}

/**
 * The frame of a screen: title, one quiet line, what can be done, the rest. The
 * title takes the focus when somebody came here by a link, and names the window.
 * @param {{title: any, name?: string, lead?: any, acts?: any, class?: string, children?: any}} props name: of the window, where title is not text
 */
export function Page({ title, name, lead, acts, children, ...rest }) {
  const head = useRef(/** @type {HTMLElement | null} */ (null));
  // before anything is painted, so that no field loses the focus again
  useLayoutEffect(() => {
    if (!moved) return;
    moved = false;
    head.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = (name || (typeof title === "string" ? title : "")) + " · " + t("app.name");
  }, [title, name]);
  return html`<div class=${"page " + (rest.class || "")}>
    <header class="head-row"><div><h1 ref=${head} tabindex="-1">${title}</h1>${lead && html`<p class="quiet">${lead}</p>`}</div>${acts && html`<div class="row">${acts}</div>`}</header>
    ${children}
  </div>`;
}
