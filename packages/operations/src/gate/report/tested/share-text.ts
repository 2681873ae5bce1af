import { percent } from '@bezoar/core';
import type { Share } from '@bezoar/evaluate';

/** `3 of 20 (3 to 38 %)`: what was counted, and the exact bounds of the rate behind it at 95 %. */
export function shareText({ k, n, lower, upper }: Share): string {
  return `${k} of ${n} (${boundsText(lower, upper)})`;
}

function boundsText(lower: number, upper: number): string {
  if (lower <= 0) return `at most ${percent(upper)}`;
  if (upper >= 1) return `at least ${percent(lower)}`;
  return `${percent(lower).replace(' %', '')} to ${percent(upper)}`;
}

/** A small rate, with as many digits as say something: `0.42 %`. */
export function finePercent(rate: number): string {
  return `${Number((rate * 100).toPrecision(2))} %`;
}
