import type { Excerpt, ExcerptTurn } from '../document/excerpt.ts';
import { type Cell, cellsOf, lineCells, ownCells, type TerminalOptions } from './cell.ts';
import { cropCells, cutCells, padCells } from './layout.ts';

/** Turns that an excerpt shows in a terminal; the whole record is in the HTML report. */
export const MAX_TERMINAL_TURNS = 3;
/** Columns for the name of the speaker: `assistant`. */
const SPEAKER_WIDTH = 9;

/** An excerpt in two to four lines: where it stands, then its turns, cropped around what is marked. */
export function excerptLines(
  excerpt: Excerpt,
  options: TerminalOptions,
  columns: number,
): readonly (readonly Cell[])[] {
  const separator = ownCells(options.unicode ? ' · ' : ' - ', 'dim');
  const header = [
    ...lineCells(excerpt.title, options, 'strong'),
    ...(excerpt.label === '' ? [] : [...separator, ...cellsOf(excerpt.label, 'code', options)]),
    ...(excerpt.where === '' ? [] : [...separator, ...cellsOf(excerpt.where, 'dim', options)]),
  ];
  const shown = shownTurns(excerpt.turns);
  const left = excerpt.turns.length - shown.length;
  const bar = ownCells(options.unicode ? '▏ ' : '| ', 'dim');
  const room = columns - 2;
  const more = left > 0 ? [...separator, ...ownCells(`${left} more ${left === 1 ? 'turn' : 'turns'}`, 'dim')] : [];
  return [
    cutCells([...header, ...more], columns, options),
    ...shown.map((turn) => [...bar, ...turnLine(turn, options, room)]),
  ];
}

/** Turns with marks first; else the beginning and the end. Kept in their order. */
function shownTurns(turns: readonly ExcerptTurn[]): readonly ExcerptTurn[] {
  const marked = turns.filter((turn) => turn.segments.some(({ mark }) => mark !== undefined));
  const rest = turns.filter((turn) => !marked.includes(turn));
  const chosen = new Set([...marked, ...rest.slice(-1), ...rest].slice(0, MAX_TERMINAL_TURNS));
  return turns.filter((turn) => chosen.has(turn));
}

function turnLine(turn: ExcerptTurn, options: TerminalOptions, columns: number): readonly Cell[] {
  const name = cutCells(cellsOf(turn.speaker, 'dim', options), SPEAKER_WIDTH, options);
  const speaker = [...padCells(name, SPEAKER_WIDTH), ...ownCells(' ', undefined)];
  const cells: Cell[] = [];
  let focus = 0;
  for (const segment of turn.segments) {
    if (segment.mark !== undefined && focus === 0) focus = cells.length;
    const isBare = segment.mark === undefined || options.color;
    if (!isBare) cells.push(...ownCells(options.unicode ? '»' : '>>', undefined));
    cells.push(...cellsOf(segment.text, segment.mark, options));
    if (!isBare) cells.push(...ownCells(options.unicode ? '«' : '<<', undefined));
  }
  const used = speaker.reduce((sum, cell) => sum + cell.width, 0);
  return [...speaker, ...cropCells(cells, Math.max(4, columns - used), focus, options)];
}
