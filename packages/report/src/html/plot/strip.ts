import { extent, formatNumber } from '../../document/number-format.ts';
import type { StripLane, StripPlot } from '../../document/plot.ts';
import { dataMarkup, html, type Markup } from '../markup.ts';
import { coordinate, figureMarkup, omissionMarkup } from './figure.ts';

/** Most lanes that are drawn, and most marks in a lane: more than pixels tell apart. */
const MAX_LANES = 60;
const MAX_MARKS = 1_000;

/** Events on one axis, a lane each. */
export function stripMarkup(plot: StripPlot): Markup {
  const lanes = plot.lanes.slice(0, MAX_LANES);
  const ticks = plot.ticks ?? [];
  const [low, high] = extent([...lanes.flatMap(({ points }) => points), ...ticks.map(({ at }) => at)]);
  const place = (value: number): number =>
    high > low ? coordinate((value / (high - low) - low / (high - low)) * 1000) : 500;
  const rows = lanes.map((lane) => laneMarkup(lane, place));
  const from = ticks.at(0)?.label ?? formatNumber(low);
  const to = ticks.at(-1)?.label ?? formatNumber(high);
  const axis = html`<tr class="axis"><th></th><td><div><span>${dataMarkup(from)}</span><span>${dataMarkup(to)}</span></div></td><td></td></tr>`;
  const table = html`<table class="bars strip"><tbody>${rows}${axis}</tbody></table>${omissionMarkup(plot.lanes.length, lanes.length, 'lanes')}`;
  return figureMarkup(plot.title, dataMarkup(plot.axis), table);
}

function laneMarkup(lane: StripLane, place: (value: number) => number): Markup {
  const finite = lane.points.filter(Number.isFinite);
  // Events that fall on the same pixel are one mark, drawn the more opaque the more there are.
  const counts = new Map<number, number>();
  for (const point of finite) {
    const x = Math.round(place(point));
    counts.set(x, (counts.get(x) ?? 0) + 1);
  }
  const marks = [...counts].slice(0, MAX_MARKS).map(([x, count]) => {
    return html`<rect x="${Math.min(996, Math.max(0, x - 2))}" width="4" height="22" opacity="${count === 1 ? 0.7 : count < 4 ? 0.85 : 1}"/>`;
  });
  return html`<tr class="${lane.highlight === true ? 'highlight' : 'plain'}"><th scope="row">${dataMarkup(lane.label, { maxLength: 120 })}</th>
<td class="drawing"><svg role="img" viewBox="0 0 1000 22" preserveAspectRatio="none" height="22"><title>${lane.label}: ${finite.length} events</title>${marks}</svg></td>
<td class="number">${formatNumber(finite.length)}</td></tr>\n`;
}
