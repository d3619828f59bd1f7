import { shortDate } from "../format.js";
import { html } from "../preact.js";
import { t } from "../text.js";
import { Table } from "../ui/index.js";
import { Opens } from "./opens.js";
import { kindOf, point, tick, write } from "./values.js";

const wide = 720, high = 216, left = 64, right = 640, top = 14, base = 182;

/**
 * One figure by week or month: a line with the interval of each point as a
 * whisker, a ring under the axis where there were too few. The numbers stand
 * in a table below it.
 * @param {{figure: string, label: string, points: any[], currency: string, floor: number, by: string, show: (figure: string, value: any, more?: any) => void}} props
 */
export function Chart({ figure, label, points, currency, floor, by, show }) {
  const all = points.map((p) => point(figure, p.figures[figure] ?? { n: 0, of: 0, low: null, high: null }, floor));
  const share = kindOf(figure) === "rate";
  const most = share ? 1 : round(Math.max(...all.map((p) => Math.max(p.at ?? 0, p.high ?? 0)), 0));
  const x = (/** @type {number} */ i) => left + (points.length < 2 ? 0 : (i * (right - left)) / (points.length - 1));
  const y = (/** @type {number} */ v) => base - (Math.max(0, v) / most) * (base - top);
  const last = all.length - 1;
  const name = t(by === "week" ? "scorecards.chartWeeks" : "scorecards.chartMonths", { figure: label, n: points.length });
  const cell = (/** @type {any} */ p) => {
    const f = p.figures[figure];
    if (f === undefined) return written(figure, p, currency, floor);
    const { value, n } = write(figure, f, { currency, floor });
    return html`<${Opens} name=${`${label}, ${shortDate(p.from)}: ${value ?? t("scorecards.few")} ${n}`} onClick=${() => show(figure, f, { label: shortDate(p.from), scope: { from: p.from, to: p.to } })}>${written(figure, p, currency, floor)}<//>`;
  };
  return html`<figure class="trend">
    <div class="scroll" role="region" aria-label=${name} tabindex="0"><svg class="chart" viewBox=${`0 0 ${wide} ${high}`} role="img" aria-label=${name + " " + t("scorecards.inTable")}>
      ${[0, 0.5, 1].map((part) => html`<line class="axis" x1=${left} x2=${right} y1=${y(part * most)} y2=${y(part * most)} /><text x=${left - 10} y=${y(part * most) + 4} text-anchor="end">${tick(figure, part * most, currency)}</text>`)}
      ${all.map((p, i) => p.at !== null && p.low !== null && html`<line class="whisk" x1=${x(i)} x2=${x(i)} y1=${y(p.low)} y2=${y(p.high)} />`)}
      <path class="own" d=${path(all, x, y)} />
      ${all.map((p, i) => (p.at === null ? html`<circle class="hole" cx=${x(i)} cy=${base + 9} r="3.5" />` : html`<circle class="pt" cx=${x(i)} cy=${y(p.at)} r=${i === last ? 4.5 : 2.5} />`))}
      ${all[last]?.at != null && html`<text class="end" x=${right + 11} y=${y(all[last].at) + 5}>${tick(figure, all[last].at, currency)}</text>`}
      ${points.map((p, i) => i % 4 === 0 && html`<text x=${x(i)} y="210" text-anchor=${i === 0 ? "start" : i === last ? "end" : "middle"}>${shortly(p.from)}</text>`)}
    </svg></div>
    <figcaption class="small">${t(share ? "scorecards.chartNote" : "scorecards.chartNoteMean")}</figcaption>
    <details><summary>${t("scorecards.chartTable")}</summary>
      <${Table} caption=${name} columns=${[
        { key: "from", label: t(by === "week" ? "scorecards.weekOf" : "scorecards.monthOf"), show: (/** @type {any} */ p) => shortDate(p.from) + (p.open ? " " + t("scorecards.open") : "") },
        { key: "value", label, num: true, show: (/** @type {any} */ p) => cell(p) },
        { key: "n", label: t("scorecards.n"), num: true, show: (/** @type {any} */ p) => (p.figures[figure] === undefined ? "" : write(figure, p.figures[figure], { currency, floor }).n) },
      ]} rows=${points} id=${(/** @type {any} */ p) => p.from} />
    </details>
  </figure>`;
}

/** @param {string} figure @param {any} p @param {string} currency @param {number} floor */
function written(figure, p, currency, floor) {
  const f = p.figures[figure];
  return (f === undefined ? null : write(figure, f, { currency, floor }).value) ?? html`<span class="few">${t("scorecards.few")}</span>`;
}

/** The line breaks where there were too few. @param {any[]} all @param {(i: number) => number} x @param {(v: number) => number} y */
function path(all, x, y) {
  let d = "", up = true;
  for (const [i, p] of all.entries()) {
    if (p.at !== null) d += (up ? "M" : "L") + x(i).toFixed(1) + " " + y(p.at).toFixed(1);
    up = p.at === null;
  }
  return d;
}

/** Up to a number that halves well. @param {number} v */
function round(v) {
  if (v <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(v));
  return [1, 2, 4, 5, 6, 8, 10].map((n) => n * step).find((n) => n >= v) ?? v;
}

/** Nov 9. @param {string} day */
const shortly = (day) => shortDate(day).replace(/,? \d{4}$/, "");
