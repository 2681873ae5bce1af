/** Scripts and blocks with letters that pass for Latin ones (Unicode UTS #39, mixed-script confusables). */
const FOREIGN =
  /[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Armn}\p{sc=Cher}\p{sc=Copt}\p{sc=Lisu}\p{sc=Dsrt}\uFF21-\uFF3A\uFF41-\uFF5A\u{1D400}-\u{1D7FF}\u2100-\u214F\u2160-\u217F\u0251\u0261\u0269\u1D04\u1D0F\u1D1C\u1D20-\u1D22\uA731]/u;

/** Greek letters that nobody takes for Latin ones: `μs`, `kΩ` and `Δt` are ordinary words. */
const DISTINCT_GREEK = /[ΓΔΘΛΞΠΣΦΨΩβδεζηθλμξπςφψω\u2126]/u;

/** Cyrillic and Greek letters that look like Latin ones in common fonts. */
const TWINS = /[АВЕЅІЈКМНОРСТУХЗаеѕіјорсухһԁԛԝгпӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορτυχ]/u;

/** A word: letters and marks, held together by ignorable characters, so that a zero-width space cannot split it. */
const WORD = /[\p{L}\p{M}\p{Nl}\p{DI}\u2100-\u214F]+/gu;

const LATIN = /\p{sc=Latn}/u;
const LETTER = /[\p{L}\p{Nl}]/u;

interface Letter {
  readonly offset: number;
  readonly text: string;
  readonly kind: 'latin' | 'foreign' | 'neutral';
}

/**
 * UTF-16 offsets of the letters that pass for letters of the word's own script: the minority of a word that mixes Latin
 * with Cyrillic, Greek and the like; and words made only of such twins in a text that is otherwise Latin.
 * A word wholly in one foreign script, in a text of that script, is nobody's disguise.
 */
export function lookAlikeOffsets(text: string): ReadonlySet<number> {
  const offsets = new Set<number>();
  if (!FOREIGN.test(text)) return offsets;
  const words = [...text.matchAll(WORD)].map((match) => lettersOf(match[0], match.index));
  const isLatinText = words.some((word) => word.every(({ kind }) => kind === 'latin') && word.length > 0);
  const hasDistinct = words.some((word) => word.some(({ kind, text }) => kind !== 'latin' && !TWINS.test(text)));
  for (const word of words) {
    const latin = word.filter(({ kind }) => kind === 'latin');
    const foreign = word.filter(({ kind }) => kind === 'foreign');
    if (foreign.length === 0) continue;
    if (latin.length === 0) {
      const isDisguise = isLatinText && !hasDistinct && word.length > 1;
      if (isDisguise) for (const { offset } of foreign) offsets.add(offset);
      continue;
    }
    for (const { offset } of latin.length >= foreign.length ? foreign : latin) offsets.add(offset);
  }
  return offsets;
}

function lettersOf(word: string, start: number): readonly Letter[] {
  const letters: Letter[] = [];
  let offset = start;
  for (const text of word) {
    if (LETTER.test(text) || FOREIGN.test(text)) letters.push({ offset, text, kind: kindOf(text) });
    offset += text.length;
  }
  return letters;
}

function kindOf(letter: string): Letter['kind'] {
  if (FOREIGN.test(letter)) return DISTINCT_GREEK.test(letter) ? 'neutral' : 'foreign';
  return LATIN.test(letter) ? 'latin' : 'neutral';
}
