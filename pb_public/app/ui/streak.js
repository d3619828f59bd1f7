import { html } from "../preact.js";
import { percent } from "../format.js";
import { t } from "../text.js";

/**
 * A rate as the streak it leaves: base 0 to 100, interval, nib, and a ring for
 * the compared period. Without interval (below the floor) nothing is drawn:
 * say the counts in words instead.
 * @param {{n: number, of: number, low: number|null, high: number|null, reference?: number|null}} props low, high, reference are fractions
 */
export function Streak({ n, of, low, high, reference = null }) {
  if (!of || low === null || high === null) return null;
  const at = (/** @type {number} */ v) => (v * 100).toFixed(2) + "%";
  const words = t("chart.streak", { rate: percent(n / of), low: percent(low), high: percent(high), n, of }) +
    (reference === null ? "" : " " + t("chart.reference", { rate: percent(reference) }));
  return html`<svg class="streak" role="img" aria-label=${words}>
    <line class="base" x1="0" x2="100%" y1="10" y2="10" />
    <line class="int" x1=${at(low)} x2=${at(high)} y1="10" y2="10" />
    <line class="nib" x1=${at(n / of)} x2=${at(n / of)} y1="4" y2="16" />
    ${reference !== null && html`<circle class="ref" cx=${at(reference)} cy="10" r="4" />`}
  </svg>`;
}
