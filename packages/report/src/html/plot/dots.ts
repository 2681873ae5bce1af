import { axisScale } from '../../document/axis-scale.ts';
import { formatNumber } from '../../document/number-format.ts';
import type { Dot, DotsPlot } from '../../document/plot.ts';
import { html, type Markup } from '../markup.ts';
import { coordinate, figureMarkup, omissionMarkup } from './figure.ts';

/** Most points that are drawn; highlighted ones come first. */
const MAX_DOTS = 3_000;
/** Most points that carry their label in the drawing: more would cover one another. */
const MAX_LABELS = 12;

const LEFT = 64;
const TOP = 14;
const WIDTH = 640;
const HEIGHT = 280;

/** A scatter as one drawing, which scrolls on a narrow page. */
export function dotsMarkup(plot: DotsPlot): Markup {
  const ordered = [...plot.points].sort((a, b) => Number(b.highlight ?? false) - Number(a.highlight ?? false));
  const shown = ordered.slice(0, MAX_DOTS);
  const x = axisScale(
    plot.x,
    shown.map((point) => point.x),
  );
  const y = axisScale(
    plot.y,
    shown.map((point) => point.y),
  );
  const labels: Markup[] = [];
  const dots = shown.map((point) => {
    const across = x.position(point.x);
    const up = y.position(point.y);
    if (across === undefined || up === undefined) return html``;
    const cx = coordinate(LEFT + across * WIDTH);
    const cy = coordinate(TOP + (1 - up) * HEIGHT);
    if (point.highlight === true && point.label !== undefined && labels.length < MAX_LABELS) {
      const isRight = across > 0.7;
      labels.push(
        html`<text class="label" x="${cx + (isRight ? -9 : 9)}" y="${cy + 4}" text-anchor="${isRight ? 'end' : 'start'}">${shortLabel(point.label)}</text>`,
      );
    }
    return dotMarkup(point, cx, cy);
  });
  const columns = x.ticks.map((tick) => {
    const at = coordinate(LEFT + (x.position(tick) ?? 0) * WIDTH);
    return html`<line x1="${at}" x2="${at}" y1="${TOP}" y2="${TOP + HEIGHT}"/><text x="${at}" y="${TOP + HEIGHT + 18}" text-anchor="middle">${formatNumber(tick)}</text>`;
  });
  const rows = y.ticks.map((tick) => {
    const at = coordinate(TOP + (1 - (y.position(tick) ?? 0)) * HEIGHT);
    return html`<line x1="${LEFT}" x2="${LEFT + WIDTH}" y1="${at}" y2="${at}"/><text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${formatNumber(tick)}</text>`;
  });
  const middle = TOP + HEIGHT / 2;
  const svg = html`<div class="scroll"><svg class="dots" role="img" viewBox="0 0 ${LEFT + WIDTH + 16} ${TOP + HEIGHT + 44}"><title>${plot.title}: ${shown.length} points, ${plot.x.title} against ${plot.y.title}</title>
<g class="grid">${columns}${rows}</g><text x="${LEFT + WIDTH / 2}" y="${TOP + HEIGHT + 38}" text-anchor="middle">${shortLabel(plot.x.title)}</text><text x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">${shortLabel(plot.y.title)}</text>
${[...dots].reverse()}${labels}</svg></div>${omissionMarkup(plot.points.length, shown.length, 'points')}`;
  return figureMarkup(plot.title, undefined, svg);
}

function dotMarkup(point: Dot, cx: number, cy: number): Markup {
  const title = point.label === undefined ? undefined : html`<title>${point.label}</title>`;
  return html`<circle class="${point.highlight === true ? 'highlight' : 'plain'}" cx="${cx}" cy="${cy}" r="${point.highlight === true ? 5 : 3}">${title}</circle>`;
}

function shortLabel(text: string): string {
  const characters = [...text];
  return characters.length > 48 ? `${characters.slice(0, 47).join('')}…` : text;
}
