import type { Random } from '@bezoar/core';

/** What a model wrote in answer to a prompt, at a temperature above 0. */
export interface TextSample {
  /** Name of the prompt: only answers to one prompt are compared. */
  readonly prompt: string;
  readonly text: string;
}

/** Whether two sets of samples come from one distribution. */
export interface EqualityTest {
  /** Mean over the prompts of the unbiased squared maximum mean discrepancy; about 0 for equal models, at most 2. */
  readonly statistic: number;
  /** Chance of a statistic as large for equal models; never below 1 / (permutations + 1). */
  readonly pValue: number;
  /** Prompts with at least two samples on each side; others are not compared. 0: nothing is known, and the p-value is 1. */
  readonly prompts: number;
}

/** Characters of a text that are compared, as in the paper; the rest is cut off. */
export const MAX_COMPARED_CHARACTERS = 1000;

/**
 * Model Equality Testing (Gao, Liang, Guestrin, ICLR 2025, arXiv 2410.20247): the maximum mean discrepancy (Gretton et al.,
 * JMLR 13, 2012) with the Hamming kernel, the share of places at which two texts of one prompt have the same character, the
 * shorter one padded. The p-value is by random permutation within each prompt. Attacker controls: the texts.
 */
export function stringKernelMmd(
  samplesA: readonly TextSample[],
  samplesB: readonly TextSample[],
  random: Random,
  permutations: number,
): EqualityTest {
  const blocks = blocksOf(samplesA, samplesB);
  if (blocks.length === 0) return { statistic: 0, pValue: 1, prompts: 0 };
  const statisticOf = (orders: readonly (readonly number[])[]): number =>
    blocks.reduce((sum, block, i) => sum + discrepancy(block, orders[i]!), 0) / blocks.length;
  const given = blocks.map((block) => Array.from({ length: block.size }, (_, i) => i));
  const statistic = statisticOf(given);
  let asLarge = 0;
  for (let i = 0; i < permutations; i++) {
    if (statisticOf(given.map((order) => random.shuffled(order))) >= statistic) asLarge++;
  }
  return { statistic, pValue: (asLarge + 1) / (permutations + 1), prompts: blocks.length };
}

/** All samples of one prompt. */
interface Block {
  readonly size: number;
  /** The first so many of an order count as the first model's. */
  readonly first: number;
  /** Equal characters of each pair: whole numbers, so that equal statistics are equal to the last bit. */
  readonly matches: readonly Uint16Array[];
  readonly length: number;
}

function blocksOf(samplesA: readonly TextSample[], samplesB: readonly TextSample[]): Block[] {
  const [a, b] = [byPrompt(samplesA), byPrompt(samplesB)];
  const blocks: Block[] = [];
  for (const [prompt, textsA] of a) {
    const textsB = b.get(prompt) ?? [];
    if (textsA.length < 2 || textsB.length < 2) continue;
    const texts = [...textsA, ...textsB];
    const length = Math.max(1, ...texts.map((text) => text.length));
    const matches = texts.map((x) => Uint16Array.from(texts, (y) => equalPlaces(x, y, length)));
    blocks.push({ size: texts.length, first: textsA.length, matches, length });
  }
  return blocks;
}

function byPrompt(samples: readonly TextSample[]): Map<string, string[][]> {
  const groups = new Map<string, string[][]>();
  for (const { prompt, text } of samples) {
    const characters = Array.from(text.slice(0, 2 * MAX_COMPARED_CHARACTERS)).slice(0, MAX_COMPARED_CHARACTERS);
    groups.set(prompt, [...(groups.get(prompt) ?? []), characters]);
  }
  return groups;
}

function equalPlaces(x: readonly string[], y: readonly string[], length: number): number {
  let equal = length - Math.max(x.length, y.length);
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] === y[i]) equal++;
  return equal;
}

/** The unbiased estimate for the samples in this order: means over pairs of different samples. */
function discrepancy({ size, first, matches, length }: Block, order: readonly number[]): number {
  let [withinA, withinB, across] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const row = matches[order[i]!]!;
    for (let j = i + 1; j < size; j++) {
      const match = row[order[j]!]!;
      if (j < first) withinA += match;
      else if (i >= first) withinB += match;
      else across += match;
    }
  }
  const second = size - first;
  const meanA = withinA / ((first * (first - 1)) / 2);
  const meanB = withinB / ((second * (second - 1)) / 2);
  return (meanA + meanB - (2 * across) / (first * second)) / length;
}
