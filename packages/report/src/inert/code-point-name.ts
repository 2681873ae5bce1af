/** Unicode names of the characters that hostile text hides most often. The rest are named by their class. */
const NAMES: Readonly<Record<number, string>> = {
  0: 'NULL',
  7: 'BELL',
  8: 'BACKSPACE',
  9: 'CHARACTER TABULATION',
  10: 'LINE FEED',
  13: 'CARRIAGE RETURN',
  27: 'ESCAPE',
  127: 'DELETE',
  133: 'NEXT LINE',
  155: 'CONTROL SEQUENCE INTRODUCER',
  157: 'OPERATING SYSTEM COMMAND',
  173: 'SOFT HYPHEN',
  847: 'COMBINING GRAPHEME JOINER',
  1564: 'ARABIC LETTER MARK',
  6158: 'MONGOLIAN VOWEL SEPARATOR',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8288: 'WORD JOINER',
  8289: 'FUNCTION APPLICATION',
  8290: 'INVISIBLE TIMES',
  8291: 'INVISIBLE SEPARATOR',
  8292: 'INVISIBLE PLUS',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  8490: 'KELVIN SIGN',
  10240: 'BRAILLE PATTERN BLANK',
  12644: 'HANGUL FILLER',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
  65440: 'HALFWIDTH HANGUL FILLER',
};

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{sc=Cyrl}/u, 'CYRILLIC LETTER'],
  [/\p{sc=Grek}/u, 'GREEK LETTER'],
  [/\p{sc=Armn}/u, 'ARMENIAN LETTER'],
  [/\p{sc=Cher}/u, 'CHEROKEE LETTER'],
  [/[\uFF21-\uFF5A]/u, 'FULLWIDTH LATIN LETTER'],
  [/[\u{1D400}-\u{1D7FF}]/u, 'MATHEMATICAL LETTER'],
  [/\p{sc=Latn}/u, 'LATIN LETTER'],
  [/\p{L}/u, 'LETTER OF ANOTHER SCRIPT'],
];

/** What a hidden or look-alike character is, for people: its Unicode name where it is common, else its class. */
export function codePointName(codePoint: number): string {
  const name = NAMES[codePoint];
  if (name !== undefined) return name;
  if (codePoint >= 0xe0020 && codePoint <= 0xe007e) return `TAG ${String.fromCodePoint(codePoint - 0xe0000)}`;
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0f) return `VARIATION SELECTOR-${codePoint - 0xfe00 + 1}`;
  if (codePoint >= 0xe0100 && codePoint <= 0xe01ef) return `VARIATION SELECTOR-${codePoint - 0xe0100 + 17}`;
  const character = String.fromCodePoint(codePoint);
  if (/\p{Co}/u.test(character)) return 'PRIVATE USE CHARACTER';
  if (/\p{Cs}/u.test(character)) return 'LONE SURROGATE';
  if (/\p{Cc}/u.test(character)) return 'CONTROL CHARACTER';
  if (/\p{Cf}/u.test(character)) return 'FORMAT CHARACTER';
  if (/\p{Cn}/u.test(character)) return 'UNASSIGNED CHARACTER';
  if (/\p{Zs}/u.test(character)) return 'UNUSUAL SPACE';
  return SCRIPTS.find(([pattern]) => pattern.test(character))?.[1] ?? 'CHARACTER';
}
