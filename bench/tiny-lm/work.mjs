// @ts-check
import { seededRandom } from '@bezoar/core';
import { TINY_LM_SIZES } from '@bezoar/tiny-lm';

/** Sequences of one length, so that nobody pads; as long as a conversation of the drill. */
export const SEQUENCES = 10;
export const LENGTH = 96;

/** Batches that are learned from in turns, and steps after which losses are compared. */
export const BATCHES = 4;
export const COMPARED_STEPS = 4;

/** Of AdamW, the same at every step; as tiny-lm has it. */
export const ADAM = {
  learningRate: 1e-3,
  meanDecay: 0.9,
  squareDecay: 0.98,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxNorm: 1,
};

/** @typedef {keyof typeof TINY_LM_SIZES} Size */

/** @type {Readonly<Record<Size, number>>} */
export const VOCABULARIES = { small: 512, medium: 2048, large: 4096 };

/** @param {Size} size */
export function configOf(size) {
  return { vocabulary: VOCABULARIES[size], ...TINY_LM_SIZES[size] };
}

/**
 * Batches of sequences in which a token says much of the next, so that there is something to learn.
 * @param {number} vocabulary
 * @returns {number[][][]}
 */
export function sampleBatches(vocabulary) {
  const random = seededRandom('bench tiny-lm');
  return Array.from({ length: BATCHES }, () =>
    Array.from({ length: SEQUENCES }, () => {
      const ids = [random.integer(vocabulary)];
      while (ids.length < LENGTH) ids.push(((ids.at(-1) ?? 0) * 7 + random.integer(8)) % vocabulary);
      return ids;
    }),
  );
}
