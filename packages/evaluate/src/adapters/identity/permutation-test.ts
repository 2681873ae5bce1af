import type { Random } from '@bezoar/core';

/** Distances between the samples of one block; the first `first` of them are of one group, the others of the other. */
export interface DistanceBlock {
  readonly first: number;
  readonly distances: readonly (readonly number[])[];
}

/** What a permutation test found. */
export interface PermutationResult {
  /** Mean distance between the groups, less the mean within them: 0 where both are the same. */
  readonly excess: number;
  /** Share of the ways to deal the samples that are as extreme; no less than 1 in `deals` + 1. */
  readonly p: number;
}

/**
 * Whether two groups of samples differ by more than the samples of each differ among themselves (energy statistic,
 * Szekely and Rizzo 2013; permutations within blocks). Needs no model of the noise.
 */
export function permutationTest(blocks: readonly DistanceBlock[], deals: number, random: Random): PermutationResult {
  const excess = mean(blocks.map((block) => excessOf(block, identity(block))));
  let extreme = 1;
  for (let deal = 0; deal < deals; deal++) {
    const dealt = mean(blocks.map((block) => excessOf(block, random.shuffled(identity(block)))));
    // Sums of the same numbers in another order differ in their last digits.
    if (dealt >= excess - 1e-12) extreme++;
  }
  return { excess, p: extreme / (deals + 1) };
}

function identity({ distances }: DistanceBlock): readonly number[] {
  return distances.map((_, index) => index);
}

function excessOf({ first, distances }: DistanceBlock, order: readonly number[]): number {
  const between: number[] = [];
  const within: number[] = [];
  for (let i = 0; i < order.length; i++) {
    for (let j = i + 1; j < order.length; j++) {
      (i < first === j < first ? within : between).push(distances[order[i]!]![order[j]!]!);
    }
  }
  return mean(between) - mean(within);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
