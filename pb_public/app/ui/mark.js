import { html, useState } from "../preact.js";

/**
 * The sign of the house and its name: the store's logo or monogram, else the
 * stone with its streak. A picture that cannot be shown gives way to the next.
 * @param {{name: string, href?: string, logo?: string, letters?: string}} props
 */
export function Mark({ name, href, logo, letters }) {
  const inside = html`<${Sign} key=${logo} logo=${logo} letters=${letters} /><span>${name}</span>`;
  const kind = "mark" + (logo ? " signed" : "") + (name.length > 30 ? " long" : "");
  return href ? html`<a class=${kind} href=${href}>${inside}</a>` : html`<p class=${kind}>${inside}</p>`;
}

/** @param {{logo?: string, letters?: string}} props */
function Sign({ logo, letters }) {
  const [broken, setBroken] = useState(false);
  if (logo && !broken) return html`<img class="logo" src=${logo} alt="" onError=${() => setBroken(true)} />`;
  if (letters) return html`<b class="monogram" aria-hidden="true">${letters}</b>`;
  return html`<svg viewBox="0 0 20 20" aria-hidden="true"><rect class="stone" x="1" y="1" width="18" height="18" rx="2" /><path class="rubline" d="M5.5 14.5 14.5 5.5" /></svg>`;
}
