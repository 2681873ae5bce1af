import { formatNumber, largest } from '../../document/number-format.ts';
import type { Bar, BarsPlot } from '../../document/plot.ts';
import { dataMarkup, html, type Markup } from '../markup.ts';
import { coordinate, figureMarkup, omissionMarkup } from './figure.ts';

/** Most bars that are drawn. */
const MAX_BARS = 100;

/** Bars as a table whose drawings stretch, so that labels keep their size on a narrow page. */
export function barsMarkup(plot: BarsPlot): Markup {
  const bars = plot.bars.slice(0, MAX_BARS);
  const most = largest(
    bars.flatMap(({ value, compare }) => [value, compare ?? 0]),
    0,
  );
  const hasCompare = bars.some(({ compare }) => compare !== undefined);
  const legend = plot.legend;
  const key =
    legend === undefined || !hasCompare
      ? undefined
      : html` <span class="key value"></span>${dataMarkup(legend.value)} <span class="key compare"></span>${dataMarkup(legend.compare)}`;
  const rows = bars.map((bar) => rowMarkup(bar, most));
  const table = html`<table class="bars"><tbody>${rows}</tbody></table>${omissionMarkup(plot.bars.length, bars.length, 'bars')}`;
  return figureMarkup(plot.title, html`${dataMarkup(plot.unit)}${key}`, table);
}

function rowMarkup(bar: Bar, most: number): Markup {
  const value = formatNumber(bar.value);
  const text = bar.compare === undefined ? value : `${value} / ${formatNumber(bar.compare)}`;
  const compare =
    bar.compare === undefined
      ? undefined
      : html`<rect class="compare" y="12" width="${width(bar.compare, most)}" height="6"/>`;
  const height = bar.compare === undefined ? 12 : 18;
  return html`<tr class="${bar.highlight === true ? 'highlight' : 'plain'}"><th scope="row">${dataMarkup(bar.label, { maxLength: 120 })}</th>
<td class="drawing"><svg role="img" viewBox="0 0 100 ${height}" preserveAspectRatio="none" height="${height}"><title>${bar.label}: ${text}</title><rect class="value" width="${width(bar.value, most)}" height="${bar.compare === undefined ? 12 : 10}"/>${compare}</svg></td>
<td class="number">${text}</td></tr>\n`;
}

function width(value: number, most: number): number {
  return Number.isFinite(value) && value > 0 && most > 0 ? coordinate(Math.max(0.5, (value / most) * 100)) : 0;
}
