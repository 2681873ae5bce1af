import { hasInvisible, stripInvisible } from '@bezoar/core';

/** Categories that print nothing, reserve space, or whose look this program cannot know: C (other) and Z (separators). */
const NOT_PRINTED = /[\p{C}\p{Z}]/u;

/** Marks of no script of their own: they strike through, enclose or pile upon whatever stands before them. */
const LOOSE_MARK = /\p{M}/u;
const OWN_SCRIPT = /[\p{scx=Zinh}\p{scx=Zyyy}]/u;

/** Blocks whose characters are written from right to left, and so reorder the digits and names beside them (UAX #9). */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Characters that show as an empty box of space though they count as symbols or letters. */
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/u;

/** Columns of a value before it goes on in the next line. */
const WIDTH = 76;

/**
 * A text for a terminal, in which nothing is hidden and no two texts look the same by means of what does not print:
 * every character that is invisible, a space other than a single one between others, a control, a loose mark or written
 * from right to left stands as `\u{…}`, and so does the backslash. Letters of different scripts that look alike are left.
 */
export function visibleText(text: string): string {
  const characters = Array.from(text);
  return characters.map((character, index) => visibleCharacter(character, characters, index)).join('');
}

function visibleCharacter(character: string, all: readonly string[], index: number): string {
  if (character === ' ') {
    const isSingle = index > 0 && index < all.length - 1 && all[index - 1] !== ' ';
    return isSingle ? ' ' : '\\u{20}';
  }
  const isHidden =
    character === '\\' ||
    hasInvisible(character) ||
    NOT_PRINTED.test(character) ||
    RIGHT_TO_LEFT.test(character) ||
    BLANK.test(character) ||
    (LOOSE_MARK.test(character) && OWN_SCRIPT.test(character));
  return isHidden ? `\\u{${character.codePointAt(0)!.toString(16)}}` : character;
}

/** Letters, digits, punctuation and symbols of a text: what a reader sees of it, spaces not counted. */
export function visibleLength(text: string): number {
  const seen = Array.from(stripInvisible(text)).filter(
    (character) => !NOT_PRINTED.test(character) && !BLANK.test(character),
  );
  return seen.filter((character) => !LOOSE_MARK.test(character)).length;
}

/**
 * Cuts a visible text into lines of at most 76 columns, wide characters taken as two, so that no terminal breaks one:
 * the rest of a broken line would stand at the margin, where a label is expected.
 */
export function wrapVisible(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const character of text) {
    const width = character.codePointAt(0)! < 0x1100 ? 1 : 2;
    if (columns + width > WIDTH) {
      lines.push(line);
      line = '';
      columns = 0;
    }
    line += character;
    columns += width;
  }
  return [...lines, line];
}
