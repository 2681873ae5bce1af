import { codePointName } from './code-point-name.ts';
import { lookAlikeOffsets } from './look-alike.ts';

/** A stretch of text that is safe to show: either as it was, or the visible mark of something hidden. */
export interface InertPiece {
  readonly text: string;
  /** What the mark stands for, in capitals (`ZERO WIDTH SPACE`); absent where the text is as it was. */
  readonly hidden?: string;
}

/** How line breaks and tabs are shown. */
export interface InertPieceOptions {
  /** `mark` shows `⏎` (the default), `keep` leaves `\n`, `space` shows a space. */
  readonly newline?: 'keep' | 'mark' | 'space';
  /** `space` is the default; `mark` shows `⇥`. */
  readonly tab?: 'keep' | 'mark' | 'space';
  /** Marks every character outside ASCII, for terminals that would read UTF-8 bytes as C1 controls. */
  readonly ascii?: boolean;
}

/** Combining marks that may follow one another; more is a stack that paints over its neighbours (Unicode UTS #39, 5.4: at most 4). */
export const MAX_COMBINING_MARKS = 4;

const PLAIN_ASCII = /^[\x20-\x7e]*$/;

// What follows in order: emoji sequences of the Unicode list keep their joiners and selectors; so do words of joining
// scripts (the look-ahead spares other characters thousands of alternatives); then everything that shows nothing, plus our own marks where the text imitates them; then combining marks.
// `new RegExp`, because the compiler's target does not know the `v` flag that Node 20 has.
const JOINING =
  '[[\\p{sc=Arab}\\p{sc=Syrc}\\p{sc=Nkoo}\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Guru}\\p{sc=Gujr}\\p{sc=Orya}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Sinh}\\p{sc=Khmr}\\p{sc=Mymr}]&&[\\p{L}\\p{M}]]';
const VISIBLE_FORMAT = '\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}';
const INVISIBLE = `[[\\p{C}\\p{Zl}\\p{Zp}\\p{DI}\\u2800\\u1680\\u2000-\\u200A\\u205F]--[${VISIBLE_FORMAT}]]`;
const IMITATION = '\\u23CE|\\u21E5|\\u27E8(?=U\\+|\\+\\d)';
const NOTABLE = new RegExp(
  [
    '(?<break>\\r?\\n)',
    '(?<tab>\\t)',
    '(?<emoji>(?=[\\p{ExtPict}\\p{RI}]|[0-9#*]\\uFE0F)\\p{RGI_Emoji}|[\\p{ExtPict}--\\p{Cn}][\\uFE0E\\uFE0F])',
    `(?<joiner>(?<=${JOINING})[\\u200C\\u200D](?=[${JOINING}&&\\p{L}]))`,
    `(?<hidden>${INVISIBLE}|${IMITATION})`,
    '(?<stack>[[\\p{Mn}\\p{Me}]--\\p{DI}]+)',
  ].join('|'),
  'gv',
);
const NOT_ASCII = /(?<break>\r?\n)|(?<tab>\t)|(?<hidden>[^\x20-\x7e]|<(?=U\+))/gu;

/**
 * Cuts hostile text into pieces that are safe in every renderer: no control, escape, bidirectional, zero-width, tag,
 * private-use, unassigned or lone-surrogate character survives; each becomes a visible mark such as `⟨U+200B⟩`, and so
 * does a look-alike letter inside a word of another script. Text that imitates a mark is itself marked.
 *
 * Attacker controls: all of `text`.
 */
export function inertPieces(text: string, options: InertPieceOptions = {}): readonly InertPiece[] {
  if (text === '') return [];
  if (PLAIN_ASCII.test(text) && !(options.ascii === true && text.includes('<U+'))) return [{ text }];
  const isAscii = options.ascii === true;
  const lookAlikes = isAscii ? new Set<number>() : lookAlikeOffsets(text);
  const pieces: InertPiece[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') pieces.push({ text: plain });
    plain = '';
  };
  const mark = (piece: InertPiece): void => {
    flush();
    pieces.push(piece);
  };
  const copy = (start: number, end: number): void => {
    if (lookAlikes.size === 0) {
      plain += text.slice(start, end);
      return;
    }
    for (let offset = start; offset < end; ) {
      const codePoint = text.codePointAt(offset)!;
      if (lookAlikes.has(offset)) mark(markOf(codePoint, isAscii));
      else plain += String.fromCodePoint(codePoint);
      offset += codePoint > 0xffff ? 2 : 1;
    }
  };
  let end = 0;
  for (const match of text.matchAll(isAscii ? NOT_ASCII : NOTABLE)) {
    copy(end, match.index);
    end = match.index + match[0].length;
    const groups = match.groups!;
    if (groups.break !== undefined) {
      if (options.newline === 'keep') plain += '\n';
      else if (options.newline === 'space') plain += ' ';
      else mark(isAscii ? markOf(0x0a, true) : { text: '⏎', hidden: 'LINE FEED' });
    } else if (groups.tab !== undefined) {
      if (options.tab === 'keep') plain += '\t';
      else if (options.tab !== 'mark') plain += ' ';
      else mark(isAscii ? markOf(0x09, true) : { text: '⇥', hidden: 'CHARACTER TABULATION' });
    } else if (groups.hidden !== undefined) mark(markOf(groups.hidden.codePointAt(0)!, isAscii));
    else if (groups.stack !== undefined) {
      const marks = [...groups.stack];
      // A combining mark without a base would join whatever the renderer wrote before it, such as the `>` of a tag.
      plain += (plain === '' || /[\n\t]$/.test(plain) ? '◌' : '') + marks.slice(0, MAX_COMBINING_MARKS).join('');
      const excess = marks.length - MAX_COMBINING_MARKS;
      if (excess > 0) mark({ text: `⟨+${excess} combining⟩`, hidden: 'COMBINING MARKS' });
    } else copy(match.index, end);
  }
  copy(end, text.length);
  flush();
  return pieces;
}

function markOf(codePoint: number, isAscii: boolean): InertPiece {
  const hex = codePoint.toString(16).toUpperCase().padStart(4, '0');
  return { text: isAscii ? `<U+${hex}>` : `⟨U+${hex}⟩`, hidden: codePointName(codePoint) };
}
