import { graphemes } from './grapheme.ts';
import { type InertPiece, type InertPieceOptions, inertPieces } from './inert-piece.ts';

/** How hostile text is shown. */
export interface VisibleTextOptions extends InertPieceOptions {
  /** Longest result, in characters as people see them. A mark counts by its letters and is never halved. */
  readonly maxLength?: number;
  /** What stays where the text is too long: both ends (the default), the beginning, or the surroundings of the first mark. */
  readonly keep?: 'ends' | 'start' | 'mark';
}

/** UTF-16 units of the longest character as people see it: a family of four with skin tones takes 15. */
const MAX_UNITS_PER_CHARACTER = 16;

/** Hostile text as people may safely see it. See `inertPieces` for what becomes a mark. */
export function visibleText(text: string, options: VisibleTextOptions = {}): string {
  return visiblePieces(text, options)
    .map((piece) => piece.text)
    .join('');
}

/** As `visibleText`, in pieces, so that a renderer can set the marks apart. */
export function visiblePieces(text: string, options: VisibleTextOptions = {}): readonly InertPiece[] {
  if (options.maxLength === undefined) return inertPieces(text, options);
  // Only the ends of a very long text can be shown: the rest is dropped before it costs anything.
  const reach = options.maxLength * MAX_UNITS_PER_CHARACTER;
  const isLong = options.keep !== 'mark' && text.length > 2 * reach;
  const pieces = inertPieces(isLong ? text.slice(0, reach) + text.slice(-reach) : text, options);
  return shorten(pieces, Math.max(1, options.maxLength), options.keep ?? 'ends', options.ascii === true ? '...' : '…');
}

function shorten(
  pieces: readonly InertPiece[],
  maxLength: number,
  keep: 'ends' | 'start' | 'mark',
  ellipsis: string,
): readonly InertPiece[] {
  const atoms = pieces.flatMap((piece): readonly InertPiece[] =>
    piece.hidden === undefined ? graphemes(piece.text).map((text) => ({ text })) : [piece],
  );
  const lengths = atoms.map((atom) => (atom.hidden === undefined ? 1 : atom.text.length));
  if (lengths.reduce((sum, length) => sum + length, 0) <= maxLength) return pieces;
  const isStart = keep === 'start' || (keep === 'mark' && !atoms.some(({ hidden }) => hidden !== undefined));
  const room = Math.max(0, maxLength - (isStart ? 1 : keep === 'ends' ? 1 : 2));
  if (isStart) return merge([...atoms.slice(0, fit(lengths, 0, room)), { text: ellipsis }]);
  if (keep === 'ends') {
    const head = fit(lengths, 0, Math.ceil(room / 2));
    const tail = fit([...lengths].reverse(), 0, Math.floor(room / 2));
    return merge([...atoms.slice(0, head), { text: ellipsis }, ...atoms.slice(atoms.length - tail)]);
  }
  const first = atoms.findIndex(({ hidden }) => hidden !== undefined);
  const before = fit(lengths.slice(0, first).reverse(), 0, Math.floor(room / 3));
  const start = first - before;
  const end = start + fit(lengths, start, room);
  return merge([
    ...(start > 0 ? [{ text: ellipsis }] : []),
    ...atoms.slice(start, end),
    ...(end < atoms.length ? [{ text: ellipsis }] : []),
  ]);
}

/** How many atoms from `start` on fit in `room`. */
function fit(lengths: readonly number[], start: number, room: number): number {
  let used = 0;
  let count = 0;
  for (let index = start; index < lengths.length; index++) {
    used += lengths[index]!;
    if (used > room) break;
    count++;
  }
  return count;
}

function merge(atoms: readonly InertPiece[]): readonly InertPiece[] {
  const merged: InertPiece[] = [];
  for (const atom of atoms) {
    const last = merged.at(-1);
    if (last !== undefined && last.hidden === undefined && atom.hidden === undefined) {
      merged[merged.length - 1] = { text: last.text + atom.text };
    } else merged.push(atom);
  }
  return merged;
}
