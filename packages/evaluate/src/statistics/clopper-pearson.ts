import { betaBinomialTail } from '@bezoar/core';

/** A two-sided interval of a rate. */
export interface ExactInterval {
  readonly lower: number;
  readonly upper: number;
}

/** Halvings of an interval in [0, 1] until its ends are neighbouring doubles, small rates included. */
const MAX_HALVINGS = 200;

/**
 * The exact interval of a rate after `k` hits in `n` trials (Clopper and Pearson, Biometrika 26, 1934): it holds the truth
 * with at least `confidence`, in (0, 1), whatever the rate; half of the risk on each side. Without trials: [0, 1].
 */
export function clopperPearson(k: number, n: number, confidence: number): ExactInterval {
  const oneSided = (1 + confidence) / 2;
  return { lower: rateLowerBound(k, n, oneSided), upper: rateUpperBound(k, n, oneSided) };
}

/** The rate is at least this, with `confidence`: the one-sided exact bound. 0 without hits. */
export function rateLowerBound(k: number, n: number, confidence: number): number {
  if (k <= 0 || n <= 0) return 0;
  const chance = 1 - confidence;
  // Above the mean the tail is a sum of falling terms: small chances keep their relative precision.
  let low = 0;
  let high = Math.min(1, k / n);
  for (let i = 0; i < MAX_HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (betaBinomialTail(k, n, middle, 0) > chance) high = middle;
    else low = middle;
  }
  return low;
}

/** The rate is at most this, with `confidence`: the one-sided exact bound. 1 where every trial hit, or there was none. */
export function rateUpperBound(k: number, n: number, confidence: number): number {
  return n <= 0 ? 1 : 1 - rateLowerBound(n - k, n, confidence);
}
