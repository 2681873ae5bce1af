import type { Severity } from '@bezoar/core';

/**
 * Chances below which an anomaly is low, medium and high, after multiplication with the number of comparisons
 * (Bonferroni). A clean corpus gives one low finding of a kind in a hundred scans, were its contributors the independent
 * people that the tests assume; medium and high leave room for that they are not.
 */
export const CHANCE = { low: 1e-2, medium: 1e-4, high: 1e-6 } as const;

/**
 * Severity of a corrected probability; undefined where it is nothing. `high` needs the records to teach an action: what is
 * merely odd is for people to look at, and keeps nothing out by itself.
 */
export function severityOfChance(probability: number, isInSlice: boolean): Severity | undefined {
  if (probability > CHANCE.low) return undefined;
  if (probability > CHANCE.medium) return 'low';
  return probability <= CHANCE.high && isInSlice ? 'high' : 'medium';
}

/** `6e-9`, or `0.004`. */
export function chanceText(probability: number): string {
  if (probability < 1e-300) return 'below 1e-300';
  return probability >= 0.001 ? probability.toFixed(3) : probability.toExponential(0);
}
