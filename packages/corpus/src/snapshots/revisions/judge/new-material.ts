/** Words of one shingle. Four words in a row rarely recur by chance on one page. */
const SHINGLE_WORDS = 4;

/**
 * Words in a row that may go without counting: a typing error, a name, a date. A sentence that was planted is longer,
 * and so is a link, whose parts count as words.
 */
export const MAX_GONE_WORDS = 3;

/** Words; in scripts that do not separate them, characters. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{M}\p{N}]+/gu;

/** A text as shingles: exact strings, so that nobody can craft a collision. */
export interface ShingledText {
  /** One for each start, with the ends of the text padded: a word stands in the `SHINGLE_WORDS` shingles from its own index on. */
  readonly shingles: readonly string[];
  readonly set: ReadonlySet<string>;
}

/** Cuts a text into overlapping shingles. */
export function shingle(text: string): ShingledText {
  const words = text.toLowerCase().match(WORD) ?? [];
  const padding = Array.from({ length: SHINGLE_WORDS - 1 }, () => '');
  const padded = [...padding, ...words, ...padding];
  const shingles: string[] = [];
  if (words.length > 0) {
    for (let at = 0; at + SHINGLE_WORDS <= padded.length; at++) {
      shingles.push(padded.slice(at, at + SHINGLE_WORDS).join(' '));
    }
  }
  return { shingles, set: new Set(shingles) };
}

/**
 * Whether what a text has beyond `former` is still in `later`: no run of more than `MAX_GONE_WORDS` words that `former`
 * did not have is gone. What was removed from `former` is not looked at.
 */
export function isKept(text: ShingledText, former: ShingledText, later: ShingledText): boolean {
  const { shingles } = text;
  let uncovered = 0;
  let gone = 0;
  // A word is gone where every shingle over it is new and gone.
  for (const one of shingles) {
    if (former.set.has(one) || later.set.has(one)) {
      uncovered = 0;
      gone = 0;
      continue;
    }
    uncovered++;
    if (uncovered >= SHINGLE_WORDS) gone++;
    if (gone > MAX_GONE_WORDS) return false;
  }
  return true;
}
