import { codePointName, hasInvisible } from '@bezoar/core';
import type { Place, Report } from '../document/fault.ts';

/** Spaces and line ends other than the plain ones: they look like a space, and YAML takes them for letters. */
const FALSE_BLANK = /[\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/**
 * Reports characters that a reviewer cannot see for what they are; true where there are none. Within configuration
 * nothing may hide: bidirectional controls reorder what is read (CVE-2021-42574), zero-width ones split a key.
 */
export function refuseCharacters(text: string, place: (offset: number) => Place, report: Report): boolean {
  let isClean = true;
  let offset = 0;
  for (const char of text) {
    const what = faultOf(char);
    if (what !== undefined) {
      report(place(offset), `${what} within configuration`);
      isClean = false;
    }
    offset += char.length;
  }
  return isClean;
}

function faultOf(char: string): string | undefined {
  if (char === '\t') return 'a tab, where spaces are expected,';
  if (char === '\uFFFD') return 'a replacement character (the file is not UTF-8)';
  if (char <= '~') return char === '\n' || char >= ' ' ? undefined : `the control character ${codePointName(char)}`;
  if (hasInvisible(char)) return `the invisible character ${codePointName(char)}`;
  return FALSE_BLANK.test(char) ? `${codePointName(char)}, which only looks like a space,` : undefined;
}
