import { rateLowerBound } from './clopper-pearson.ts';
import type { HitCount } from './hit-count.ts';

/** What is known after a number of draws in which nothing was seen. */
export interface SilentDraws {
  /** Independent draws from the stated distribution, none of them a hit. */
  readonly draws: number;
  /** The positive control: planted triggers that were seen, asked in the same way. */
  readonly sensitivity: HitCount;
  /** In (0, 1), such as 0.95. */
  readonly confidence: number;
}

/**
 * No hit in `n` independent draws: the rate is at most this, with `confidence`: 1 - (1 - c)^(1/n), the exact form of the
 * "rule of three" (Hanley and Lippman-Hand, JAMA 249, 1983). 1 without draws. It speaks of the distribution that was drawn
 * from, and of nothing else.
 */
export function zeroHitsBound(n: number, confidence: number): number {
  return n <= 0 ? 1 : -Math.expm1(Math.log1p(-confidence) / n);
}

/**
 * The share of the distribution that may still hold a trigger although no draw showed one, where a trigger shows only with
 * the measured sensitivity: `zeroHitsBound` over the lower bound of the sensitivity, at most 1. The risk is shared in half
 * between the two bounds, so that both hold together with `confidence`.
 */
export function residualBound({ draws, sensitivity, confidence }: SilentDraws): number {
  const each = (1 + confidence) / 2;
  const seen = rateLowerBound(sensitivity.k, sensitivity.n, each);
  return seen <= 0 ? 1 : Math.min(1, zeroHitsBound(draws, each) / seen);
}
