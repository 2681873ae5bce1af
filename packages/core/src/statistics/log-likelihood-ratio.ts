/**
 * Dunning's log-likelihood ratio G² (Computational Linguistics 19(1), 1993) that an event seen `hits` times in `trials`
 * and `otherHits` times in `otherTrials` has one common rate. Asymptotically chi-squared with one degree of freedom.
 * Zero unless the first rate is the higher one. Counts may be fractional; `hits <= trials`.
 */
export function logLikelihoodRatio(hits: number, trials: number, otherHits: number, otherTrials: number): number {
  if (trials <= 0 || otherTrials <= 0 || hits / trials <= otherHits / otherTrials) return 0;
  const pooled = (hits + otherHits) / (trials + otherTrials);
  const misses = trials - hits;
  const otherMisses = otherTrials - otherHits;
  const sum =
    term(hits, trials * pooled) +
    term(otherHits, otherTrials * pooled) +
    term(misses, trials * (1 - pooled)) +
    term(otherMisses, otherTrials * (1 - pooled));
  return Math.max(0, 2 * sum);
}

function term(observed: number, expected: number): number {
  return observed > 0 && expected > 0 ? observed * Math.log(observed / expected) : 0;
}
