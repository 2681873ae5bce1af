import type { HitCount } from './hit-count.ts';

/**
 * Fisher's exact test, one-sided: the probability that `a` gets at least as many hits as it did, where the hits of both are
 * dealt out at random over the trials of both (R. A. Fisher, 1935): the permutation test of a 2x2 table. Small values keep
 * their relative precision. 1 without trials.
 */
export function fisherExact(a: HitCount, b: HitCount): number {
  const hits = a.k + b.k;
  const trials = a.n + b.n;
  const most = Math.min(hits, a.n);
  const least = Math.max(0, hits - b.n);
  if (a.k <= least) return 1;
  const chanceOf = (k: number): number =>
    Math.exp(logChoose(a.n, k) + logChoose(b.n, hits - k) - logChoose(trials, hits));
  const sum = (from: number, to: number): number => {
    let total = 0;
    for (let k = from; k <= to; k++) total += chanceOf(k);
    return total;
  };
  // The shorter or the smaller side is added up: below the mean, 1 less the other side loses nothing.
  const isAboveMean = a.k * trials > hits * a.n;
  return Math.min(1, isAboveMean ? sum(a.k, most) : 1 - sum(least, a.k - 1));
}

/** Natural logarithm of the binomial coefficient. */
function logChoose(n: number, k: number): number {
  let log = 0;
  for (let i = 1; i <= Math.min(k, n - k); i++) log += Math.log((n - i + 1) / i);
  return log;
}
