import { asciiLookAlike, codePointName, isLatinText, type Severity } from '@bezoar/core';
import type { TextSpan } from '../../excerpts/phrase-spans.ts';

/** Characters that nobody sees, or that pass for others. */
export interface HiddenCharacters {
  readonly rule:
    | 'characters/tags'
    | 'characters/direction'
    | 'characters/selectors'
    | 'characters/zero-width'
    | 'characters/look-alike';
  readonly severity: Severity;
  readonly span: TextSpan;
  readonly detail: string;
}

/** Zero-width characters within words from which no editor and no copied page explains them. */
export const MANY_ZERO_WIDTH = 3;
/** Variation selectors in a row from which they carry bytes: an emoji takes one. */
export const SELECTOR_RUN = 3;

const TAGS = /[\u{e0001}\u{e0020}-\u{e007f}]+/gu;
/** A flag of a subdivision, such as that of Wales: the only place of tag characters (UTS #51). */
const FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{3,6}\u{e007f}/gu;
const OVERRIDES = /[\u202d\u202e]/gu;
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{3,}/gu;
/** Between two Latin letters no script needs them. Joiners in Arabic, Indic scripts and emoji are ordinary. */
const INSIDE_WORD =
  /(?<=[A-Za-z\u00c0-\u024f])(?:(?!\u00ad|\p{Variation_Selector})\p{Default_Ignorable_Code_Point})+(?=[A-Za-z\u00c0-\u024f])/gu;
const ZERO_WIDTH_RUN = /(?:(?!\u00ad|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}){4,}/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NON_ASCII = /[^\u0000-\u007f]/;

/** What is hidden in a text, one entry per kind. Linear. Attacker controls: the text. */
export function hiddenCharacters(text: string): HiddenCharacters[] {
  if (!NON_ASCII.test(text)) return [];
  const found: HiddenCharacters[] = [];
  const withoutFlags = text.replace(FLAG, (flag) => ' '.repeat(flag.length));
  const tell = (
    rule: HiddenCharacters['rule'],
    severity: Severity,
    matches: readonly TextSpan[],
    what: string,
  ): void => {
    const first = matches[0];
    if (first === undefined) return;
    const name = codePointName(text.slice(first.start));
    found.push({
      rule,
      severity,
      span: first,
      detail: `${what}: ${name}${matches.length > 1 ? `, ${matches.length} places` : ''}`,
    });
  };
  tell('characters/tags', 'high', spans(withoutFlags, TAGS), 'tag characters, which spell text that no font shows');
  tell('characters/direction', 'high', spans(text, OVERRIDES), 'direction overrides');
  tell('characters/selectors', 'high', spans(text, SELECTORS), 'variation selectors in a row, which can carry bytes');
  const inside = [...spans(text, INSIDE_WORD), ...spans(text, ZERO_WIDTH_RUN)];
  tell(
    'characters/zero-width',
    inside.length >= MANY_ZERO_WIDTH || spans(text, ZERO_WIDTH_RUN).length > 0 ? 'high' : 'medium',
    inside,
    'characters without width inside words',
  );
  tell('characters/look-alike', 'high', lookAlikes(text), 'a word that mixes letters of two scripts that look alike');
  return found;
}

function spans(text: string, pattern: RegExp): TextSpan[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Words of a Latin text with an ASCII letter and a letter of another script that imitates one. */
function lookAlikes(text: string): TextSpan[] {
  const mixed: TextSpan[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    if (word.length < 3 || !NON_ASCII.test(word) || !/[a-z]/i.test(word)) continue;
    if (
      Array.from(word).some(
        (char) =>
          char > '\u024f' &&
          /\p{L}/u.test(char) &&
          asciiLookAlike(char) !== undefined &&
          /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\p{Script=Coptic}]/u.test(
            char,
          ),
      )
    )
      mixed.push({ start: match.index, end: match.index + word.length });
  }
  return mixed.length > 0 && isLatinText(text) ? mixed : [];
}
