import { wilsonInterval } from '@bezoar/core';
import type { ExactInterval } from './clopper-pearson.ts';

/** Outcomes of two models that were asked the same questions. */
export interface PairedOutcomes {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

/**
 * Interval of the difference of two rates, A less B, over the same questions: Newcombe's method 10, from the Wilson intervals
 * of both and their correlation (R. G. Newcombe, Statist. Med. 17, 1998, 2635-2650). `z` is the normal quantile, 1.96 for
 * 95 %. Within [-1, 1]; that whole range without questions.
 */
export function newcombePaired({ both, onlyA, onlyB, neither }: PairedOutcomes, z = 1.96): ExactInterval {
  const n = both + onlyA + onlyB + neither;
  if (n === 0) return { lower: -1, upper: 1 };
  const [hitsA, hitsB] = [both + onlyA, both + onlyB];
  const [a, b] = [wilsonInterval(hitsA, n, z), wilsonInterval(hitsB, n, z)];
  const [rateA, rateB] = [hitsA / n, hitsB / n];
  const correlation = correlationOf({ both, onlyA, onlyB, neither });
  const width = (x: number, y: number): number => Math.sqrt(Math.max(0, x * x - 2 * correlation * x * y + y * y));
  const difference = rateA - rateB;
  return {
    lower: Math.max(-1, difference - width(rateA - a.low, b.high - rateB)),
    upper: Math.min(1, difference + width(a.high - rateA, rateB - b.low)),
  };
}

/** The phi coefficient, with the continuity correction of method 10 where it is positive. */
function correlationOf({ both, onlyA, onlyB, neither }: PairedOutcomes): number {
  const margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither);
  if (margins === 0) return 0;
  const cross = both * neither - onlyA * onlyB;
  const half = (both + onlyA + onlyB + neither) / 2;
  return (cross > 0 ? Math.max(0, cross - half) : cross) / Math.sqrt(margins);
}
