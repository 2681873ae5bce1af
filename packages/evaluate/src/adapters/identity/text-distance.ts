/**
 * How different two answers are, from 0 to 1: the share of the longer one that comes after the first difference. Answers at
 * temperature 0 go the same way until rounding tips one token, so that noise differs late, and another model at once.
 */
export function textDistance(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.max(a.length, b.length);
  let same = 0;
  while (same < length && a[same] === b[same]) same++;
  return 1 - same / length;
}
