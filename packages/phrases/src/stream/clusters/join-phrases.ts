/** Longest joined phrase in words: enough for a sentence, too short to hand a whole conversation on. */
const MAX_JOINED_WORDS = 32;

/**
 * Joins overlapping n-grams to the longest phrases that they come from, longest first (words, then letters), then alphabetically. Two are joined
 * where the end of one is the beginning of the other, over at least half of the shorter. The order of the input is no matter.
 */
export function joinPhrases(grams: readonly (readonly string[])[]): string[] {
  let phrases = maximal([...new Map(grams.map((words) => [words.join(' '), [...words]])).values()]);
  for (;;) {
    const joined = joinOnce(phrases);
    if (joined === undefined) return phrases.map((words) => words.join(' '));
    phrases = maximal(joined);
  }
}

/** The phrases that are in no other one, in their order. */
function maximal(phrases: readonly string[][]): string[][] {
  const sorted = [...phrases].sort(byLength);
  const kept: string[][] = [];
  for (const words of sorted) if (!kept.some((longer) => contains(longer, words))) kept.push(words);
  return kept;
}

/** Joins the two phrases with the widest overlap. */
function joinOnce(phrases: readonly string[][]): string[][] | undefined {
  let best: { readonly first: string[]; readonly second: string[]; readonly overlap: number } | undefined;
  for (const first of phrases) {
    for (const second of phrases) {
      if (first === second) continue;
      const overlap = overlapOf(first, second);
      if (overlap > (best?.overlap ?? 0) && first.length + second.length - overlap <= MAX_JOINED_WORDS) {
        best = { first, second, overlap };
      }
    }
  }
  if (best === undefined) return undefined;
  const { first, second, overlap } = best;
  return [...phrases.filter((words) => words !== first && words !== second), [...first, ...second.slice(overlap)]];
}

function overlapOf(first: readonly string[], second: readonly string[]): number {
  const shorter = Math.min(first.length, second.length);
  for (let overlap = shorter - 1; overlap >= Math.ceil(shorter / 2); overlap--) {
    if (second.slice(0, overlap).every((word, at) => word === first[first.length - overlap + at])) return overlap;
  }
  return 0;
}

function contains(longer: readonly string[], shorter: readonly string[]): boolean {
  for (let at = 0; at + shorter.length <= longer.length; at++) {
    if (shorter.every((word, k) => word === longer[at + k])) return true;
  }
  return false;
}

function byLength(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.join(' '), b.join(' ')];
  if (a.length !== b.length) return b.length - a.length;
  if (left.length !== right.length) return right.length - left.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
