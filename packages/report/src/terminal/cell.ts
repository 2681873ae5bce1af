import type { SegmentMark } from '../document/excerpt.ts';
import { type Line, type SpanStyle, spansOf } from '../document/span.ts';
import { displayWidth } from '../inert/display-width.ts';
import { graphemes } from '../inert/grapheme.ts';
import { visiblePieces } from '../inert/visible-text.ts';

/** How a cell is painted. `hidden` is the mark of something invisible. */
export type CellStyle = SpanStyle | SegmentMark | 'heading' | 'hidden' | undefined;

/** One grapheme of a terminal line: already inert, never a control character. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: CellStyle;
}

/** What the terminal can show. */
export interface TerminalOptions {
  /** Width of the terminal; less than `MIN_COLUMNS` is treated as that. */
  readonly columns: number;
  /** Whether SGR sequences may be written. */
  readonly color: boolean;
  /** Where false, only ASCII is written: a terminal that does not decode UTF-8 may read its bytes as C1 controls. */
  readonly unicode: boolean;
}

/** Longest span that is laid out, in characters: fifty lines of 80. A hostile record may hold megabytes in one field. */
const MAX_SPAN_LENGTH = 4_000;

/** Hostile text as cells. Line breaks become `⏎`, so that one line stays one line. */
export function cellsOf(text: string, style: CellStyle, options: TerminalOptions): Cell[] {
  const pieces = visiblePieces(text, { ascii: !options.unicode, maxLength: MAX_SPAN_LENGTH });
  return pieces.flatMap((piece) => ownCells(piece.text, piece.hidden === undefined ? style : 'hidden'));
}

/** Text of our own as cells. */
export function ownCells(text: string, style: CellStyle): Cell[] {
  return graphemes(text).map((grapheme) => ({ text: grapheme, width: displayWidth(grapheme), style }));
}

/** A line as cells. Without colour, code stands between backticks. */
export function lineCells(line: Line, options: TerminalOptions, style?: CellStyle): Cell[] {
  return spansOf(line).flatMap((span) => {
    const cells = cellsOf(span.text, span.style ?? style, options);
    const isQuoted = span.style === 'code' && !options.color;
    return isQuoted ? [...ownCells('`', undefined), ...cells, ...ownCells('`', undefined)] : cells;
  });
}

/** Columns that cells take. */
export function cellsWidth(cells: readonly Cell[]): number {
  let width = 0;
  for (const cell of cells) width += cell.width;
  return width;
}
