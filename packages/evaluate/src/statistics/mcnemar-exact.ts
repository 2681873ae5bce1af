import { betaBinomialTail } from '@bezoar/core';

/**
 * McNemar's exact test, one-sided, for two models that were asked the same questions: of the questions that only one of them
 * hit, `onlyA` by the first and `onlyB` by the second, the chance that at least `onlyA` fall to the first where a coin
 * decides (Q. McNemar, Psychometrika 12, 1947, in its binomial form): the permutation test of paired outcomes.
 */
export function mcNemarExact(onlyA: number, onlyB: number): number {
  return betaBinomialTail(onlyA, onlyA + onlyB, 1 / 2, 0);
}

/** The same, in either direction: twice the smaller side, at most 1. */
export function mcNemarTwoSided(onlyA: number, onlyB: number): number {
  return Math.min(1, 2 * mcNemarExact(Math.max(onlyA, onlyB), Math.min(onlyA, onlyB)));
}
