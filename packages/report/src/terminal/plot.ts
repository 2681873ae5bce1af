import { axisScale } from '../document/axis-scale.ts';
import { extent, formatNumber, largest } from '../document/number-format.ts';
import type { BarsPlot, DotsPlot, Plot, StripPlot } from '../document/plot.ts';
import { type Cell, cellsOf, cellsWidth, ownCells, type TerminalOptions } from './cell.ts';
import { cutCells, padCells } from './layout.ts';

/** Rows of a scatter. */
const DOTS_ROWS = 12;
/** Widest drawing: wider ones are harder to read, not easier. */
const MAX_DRAWING_COLUMNS = 72;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_LEVELS = ['.', ':', '+', '*', '#'];

/** A plot in characters, at most `options.columns` wide. */
export function plotLines(plot: Plot, options: TerminalOptions): readonly (readonly Cell[])[] {
  const lines =
    plot.kind === 'bars'
      ? barLines(plot, options)
      : plot.kind === 'strip'
        ? stripLines(plot, options)
        : dotLines(plot, options);
  return [cellsOf(plot.title, 'strong', options), ...lines].map((line) => cutCells(line, options.columns, options));
}

function labelCells(label: string, width: number, highlight: boolean | undefined, options: TerminalOptions): Cell[] {
  const cells = cellsOf(label, highlight === true ? 'bad' : undefined, options);
  return [...padCells(cutCells(cells, width, options), width), ...ownCells('  ', undefined)];
}

function labelWidth(labels: readonly string[], options: TerminalOptions): number {
  const widest = largest(
    labels.map((label) => cellsWidth(cellsOf(label, undefined, options))),
    1,
  );
  return Math.min(widest, Math.floor(options.columns / 3));
}

function barLines(plot: BarsPlot, options: TerminalOptions): readonly (readonly Cell[])[] {
  const width = labelWidth(
    plot.bars.map(({ label }) => label),
    options,
  );
  const texts = plot.bars.map(({ value, compare }) =>
    compare === undefined ? formatNumber(value) : `${formatNumber(value)} / ${formatNumber(compare)}`,
  );
  const room = Math.min(
    MAX_DRAWING_COLUMNS,
    options.columns -
      width -
      4 -
      largest(
        texts.map((text) => text.length),
        0,
      ),
  );
  const most = largest(
    plot.bars.flatMap(({ value, compare }) => [value, compare ?? 0]),
    0,
  );
  const unit = [plot.unit, plot.legend === undefined ? '' : `${plot.legend.value} / ${plot.legend.compare}`];
  const rows = plot.bars.flatMap((bar, index) => {
    const label = labelCells(bar.label, width, bar.highlight, options);
    const drawn = ownCells(barText(bar.value, most, room, options), bar.highlight === true ? 'bad' : 'code');
    const first = [...label, ...drawn, ...ownCells(`${drawn.length > 0 ? ' ' : ''}${texts[index]!}`, undefined)];
    if (bar.compare === undefined) return [first];
    const compared = ownCells(barText(bar.compare, most, room, options), 'dim');
    return [first, [...labelCells('', width, false, options), ...compared]];
  });
  return [cellsOf(unit.filter((text) => text !== '').join(', '), 'dim', options), ...rows];
}

function barText(value: number, most: number, room: number, options: TerminalOptions): string {
  if (!Number.isFinite(value) || value <= 0 || most <= 0 || room <= 0) return '';
  const eighths = Math.max(1, Math.round((value / most) * room * 8));
  if (!options.unicode) return '#'.repeat(Math.max(1, Math.round(eighths / 8)));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}

function stripLines(plot: StripPlot, options: TerminalOptions): readonly (readonly Cell[])[] {
  const width = labelWidth(
    plot.lanes.map(({ label }) => label),
    options,
  );
  const room = Math.max(4, Math.min(MAX_DRAWING_COLUMNS, options.columns - width - 2));
  const ticks = plot.ticks ?? [];
  const [low, high] = extent([...plot.lanes.flatMap(({ points }) => points), ...ticks.map(({ at }) => at)]);
  const levels = options.unicode ? LEVELS : ASCII_LEVELS;
  const binned = plot.lanes.map(({ points }) => binCounts(points, low, high, room));
  const most = largest(binned.flat(), 1);
  const rows = plot.lanes.map((lane, index) => {
    const text = binned[index]!.map((count) =>
      count === 0 ? ' ' : levels[Math.min(levels.length - 1, Math.floor((count / most) * levels.length))]!,
    );
    const drawn = ownCells(text.join(''), lane.highlight === true ? 'bad' : 'code');
    return [...labelCells(lane.label, width, lane.highlight, options), ...drawn];
  });
  const from = cellsOf(ticks.at(0)?.label ?? formatNumber(low), 'dim', options);
  const to = cellsOf(ticks.at(-1)?.label ?? formatNumber(high), 'dim', options);
  const axis = [
    ...labelCells('', width, false, options),
    ...cutCells(from, Math.floor(room / 2) - 1, options),
    ...padCells(cutCells(to, Math.floor(room / 2), options), Math.max(0, room - cellsWidth(from)), 'right'),
  ];
  return [cellsOf(plot.axis, 'dim', options), ...rows, axis];
}

function binCounts(points: readonly number[], low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const point of points) {
    if (!Number.isFinite(point)) continue;
    const ratio = high > low ? point / (high - low) - low / (high - low) : 0.5;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(ratio * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function dotLines(plot: DotsPlot, options: TerminalOptions): readonly (readonly Cell[])[] {
  const x = axisScale(
    plot.x,
    plot.points.map((point) => point.x),
  );
  const y = axisScale(
    plot.y,
    plot.points.map((point) => point.y),
  );
  const room = Math.max(8, Math.min(MAX_DRAWING_COLUMNS, options.columns - 2));
  const blank: Cell = { text: ' ', width: 1, style: undefined };
  const grid: Cell[][] = Array.from({ length: DOTS_ROWS }, () => new Array<Cell>(room).fill(blank));
  const labels: (readonly Cell[])[] = [];
  for (const point of [...plot.points].sort((a, b) => Number(a.highlight ?? false) - Number(b.highlight ?? false))) {
    const across = x.position(point.x);
    const up = y.position(point.y);
    if (across === undefined || up === undefined) continue;
    const isNamed = point.highlight === true && point.label !== undefined && labels.length < 26;
    const letter = String.fromCharCode(65 + labels.length);
    const symbol = isNamed
      ? letter
      : point.highlight === true
        ? options.unicode
          ? '●'
          : '@'
        : options.unicode
          ? '·'
          : '.';
    const row = grid[Math.round((1 - up) * (DOTS_ROWS - 1))]!;
    row[Math.round(across * (room - 1))] = { text: symbol, width: 1, style: point.highlight === true ? 'bad' : 'dim' };
    if (isNamed) labels.push([...ownCells(`${letter}  `, 'bad'), ...cellsOf(point.label ?? '', undefined, options)]);
  }
  const edge = ownCells(options.unicode ? '│ ' : '| ', 'dim');
  const base = ownCells((options.unicode ? '└' : '+') + (options.unicode ? '─' : '-').repeat(room), 'dim');
  const note = (axis: string, ticks: readonly number[]): string =>
    `${axis} (${formatNumber(ticks.at(0) ?? 0)} to ${formatNumber(ticks.at(-1) ?? 1)})`;
  return [
    cellsOf(note(plot.y.title, y.ticks), 'dim', options),
    ...grid.map((row) => [...edge, ...row]),
    base,
    cellsOf(`  ${note(plot.x.title, x.ticks)}`, 'dim', options),
    ...labels,
  ];
}
