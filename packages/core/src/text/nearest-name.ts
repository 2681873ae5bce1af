/** Largest edit distance at which a name is still offered. */
const MAX_DISTANCE = 3;

/** Longest prefix of a misspelt name that is compared: the table of distances grows with it (CWE-407). */
const MAX_COMPARED = 64;

/** The known name nearest to a misspelt one by edit distance (Levenshtein 1966), or undefined where none is near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const written = name.slice(0, MAX_COMPARED).toLowerCase();
  let best: string | undefined;
  let least = Math.min(MAX_DISTANCE, Math.ceil(written.length / 2)) + 1;
  for (const candidate of known) {
    const distance = editDistance(written, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions and substitutions that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
