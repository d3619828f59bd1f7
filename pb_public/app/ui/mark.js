import { html } from "../preact.js";

/** The stone with its streak, and a name beside it. @param {{name: string, href?: string}} props */
export function Mark({ name, href }) {
  const inside = html`<svg viewBox="0 0 20 20" aria-hidden="true"><rect class="stone" x="1" y="1" width="18" height="18" rx="2" /><path class="rubline" d="M5.5 14.5 14.5 5.5" /></svg><span>${name}</span>`;
  return href ? html`<a class="mark" href=${href}>${inside}</a>` : html`<p class="mark">${inside}</p>`;
}
