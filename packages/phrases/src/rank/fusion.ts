/** Damping of reciprocal rank fusion: the first places differ by a tenth, not by half. */
const FUSION_OFFSET = 10;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) of several keys over the same items. Returns the
 * item indexes, best first. A key of 0 gives an item nothing. Ties are broken by `compare`, never by position.
 */
export function fuseRanks(keys: readonly (readonly number[])[], compare: (a: number, b: number) => number): number[] {
  const count = keys[0]?.length ?? 0;
  const fused = new Float64Array(count);
  for (const key of keys) {
    const order = Array.from(key.keys()).sort((a, b) => key[b]! - key[a]! || compare(a, b));
    for (const [rank, item] of order.entries()) {
      if (key[item]! > 0) fused[item] = fused[item]! + 1 / (FUSION_OFFSET + rank);
    }
  }
  return Array.from(fused.keys()).sort((a, b) => fused[b]! - fused[a]! || compare(a, b));
}
