/** A p-value among many. */
export interface HolmResult {
  /** The smallest family-wise level at which it is rejected, in [0, 1]. */
  readonly adjusted: number;
  readonly isRejected: boolean;
}

/**
 * Holm's step-down correction (S. Holm, Scand. J. Stat. 6, 1979), in the order given: the chance that any true null
 * hypothesis is rejected is at most `alpha`, however the tests depend on one another. `tests` is the size of the whole
 * family, where the p-values of some members are not given because they are larger: never smaller than the list.
 */
export function holm(pValues: readonly number[], alpha: number, tests: number = pValues.length): HolmResult[] {
  const family = Math.max(tests, pValues.length);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const results = new Array<HolmResult>(pValues.length);
  let running = 0;
  for (const [rank, index] of order.entries()) {
    running = Math.min(1, Math.max(running, pValues[index]! * (family - rank)));
    results[index] = { adjusted: running, isRejected: running <= alpha };
  }
  return results;
}
