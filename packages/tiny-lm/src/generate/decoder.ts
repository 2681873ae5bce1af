import { UsageError } from '@bezoar/core';
import type { KernelKind } from '../kernel/kernel.ts';
import { gate } from '../layers/gated-unit.ts';
import { addLinear } from '../layers/linear.ts';
import { normalise } from '../layers/norm.ts';
import { rotateToken } from '../layers/rotary.ts';
import { createBatch } from '../model/batch.ts';
import type { TinyLm } from '../model/tiny-lm.ts';
import { paddedVocabulary, type TinyLmConfig } from '../model/tiny-lm-config.ts';
import { attendToCache, type SequenceRows } from './attend-to-cache.ts';
import {
  type AttentionCache,
  BLOCK_POSITIONS,
  cacheArrays,
  cacheFloats,
  createAttentionCache,
} from './attention-cache.ts';
import { copyWeights, type DecoderWeights } from './decoder-weights.ts';

/** Further tokens of one sequence. */
export interface DecoderFeed {
  /** Which sequence, below `slots`. */
  readonly slot: number;
  readonly ids: readonly number[];
}

/** Several sequences that grow side by side. A sequence's numbers do not depend on which others run beside it. */
export interface Decoder {
  readonly slots: number;
  /** Most tokens that one step takes. */
  readonly stepTokens: number;
  /** Forgets a slot's sequence. */
  clear(slot: number): void;
  /** Tokens so far in a slot. */
  lengthOf(slot: number): number;
  /**
   * Takes further tokens of some sequences, each slot once. Returns the logits of the next token of each, in the order of the feeds,
   * rows of `paddedVocabulary`, until the next step. Throws a `UsageError` for none, for more than the context or the step holds,
   * and for tokens that the model does not have; then nothing was taken.
   */
  step(feeds: readonly DecoderFeed[]): Float32Array;
}

/** Sequences at once where nothing else is said: what fills the kernel's rows well and keeps the caches within a processor's. */
export const DEFAULT_SLOTS = 16;

/** Arrays of a step at most, beside those of attention's blocks. */
const STEP_ARRAYS = 16;

/** Makes a decoder of a model as it is now, which keeps its own copy of the weights. */
export function createDecoder(
  model: TinyLm,
  { slots = DEFAULT_SLOTS, kernel }: { readonly slots?: number; readonly kernel?: KernelKind } = {},
): Decoder {
  const { config } = model;
  const { width, layers, feedForward, context } = config;
  const stepTokens = 2 * context;
  const vocabulary = paddedVocabulary(config);
  const stepFloats =
    stepTokens * (7 * width + 3 * feedForward + context + BLOCK_POSITIONS) + slots * (2 * width + vocabulary);
  const further = {
    floats: stepFloats + cacheFloats(config, slots),
    arrays: STEP_ARRAYS + context / BLOCK_POSITIONS + cacheArrays(config, slots),
  };
  const weights = copyWeights(model, further, kernel);
  const caches = Array.from({ length: layers }, () => createAttentionCache(weights.space, config, slots));
  const lengths = new Int32Array(slots);
  return {
    slots,
    stepTokens,
    clear: (slot) => {
      lengths[slot] = 0;
    },
    lengthOf: (slot) => lengths[slot]!,
    step: (feeds) => {
      const rows = placeRows(feeds, lengths, config, stepTokens);
      const logits = weights.space.during(() => run({ config, rotary: model.rotary }, weights, caches, rows));
      for (const { slot, ids } of feeds) lengths[slot]! += ids.length;
      return logits;
    },
  };
}

interface StepRows {
  readonly ids: Int32Array;
  readonly sequences: readonly (SequenceRows & { readonly slot: number })[];
}

function placeRows(
  feeds: readonly DecoderFeed[],
  lengths: Int32Array,
  config: TinyLmConfig,
  stepTokens: number,
): StepRows {
  const { ids, starts, tokens } = createBatch(
    feeds.map((feed) => feed.ids),
    config,
  );
  if (tokens > stepTokens) {
    throw new UsageError('tiny-lm/batch', `expected at most ${stepTokens} tokens in a step, got ${tokens}`);
  }
  if (new Set(feeds.map(({ slot }) => slot)).size < feeds.length || feeds.some(({ slot }) => !(slot in lengths))) {
    throw new UsageError('tiny-lm/slot', `expected each slot below ${lengths.length} once`);
  }
  const sequences = feeds.map(({ slot, ids: own }, index) => {
    const past = lengths[slot]!;
    if (past + own.length > config.context) {
      throw new UsageError('tiny-lm/length', `expected at most ${config.context} tokens, got ${past + own.length}`);
    }
    return { slot, first: starts[index]!, count: own.length, past };
  });
  return { ids, sequences };
}

function run(
  model: Pick<TinyLm, 'config' | 'rotary'>,
  weights: DecoderWeights,
  caches: readonly AttentionCache[],
  { ids, sequences }: StepRows,
): Float32Array {
  const { width, feedForward } = model.config;
  const { space } = weights;
  const rows = ids.length;
  const state = space.floats(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = ids[row]! * width;
    for (let at = 0; at < width; at++) state[row * width + at] = weights.embedding[from + at]!;
  }
  const linear = { space, rows };
  const normalised = space.floats(rows * width);
  const queryKeyValue = space.floats(rows * 3 * width);
  const attended = space.floats(rows * width);
  const gateUp = space.floats(rows * 2 * feedForward);
  const gated = space.floats(rows * feedForward);
  for (const [layer, cache] of caches.entries()) {
    const own = weights.layers[layer]!;
    normalise(state, own.attentionNorm, normalised);
    addLinear(normalised, own.queryKeyValue, queryKeyValue.fill(0), linear);
    for (const sequence of sequences) {
      for (let row = 0; row < sequence.count; row++) {
        rotateToken(queryKeyValue, sequence.first + row, sequence.past + row, { model, isBack: false });
      }
      attendToCache(queryKeyValue, attended, cache[sequence.slot]!, sequence, { space, width });
    }
    addLinear(attended, own.attentionOutput, state, linear);
    normalise(state, own.feedForwardNorm, normalised);
    addLinear(normalised, own.gateUp, gateUp.fill(0), linear);
    gate(gateUp, gated, feedForward);
    addLinear(gated, own.down, state, linear);
  }
  const ends = space.floats(sequences.length * width);
  for (const [at, { first, count }] of sequences.entries()) {
    const row = first + count - 1;
    ends.set(state.subarray(row * width, (row + 1) * width), at * width);
  }
  const finals = space.floats(ends.length);
  normalise(ends, weights.outputNorm, finals);
  const logits = space.zeros(sequences.length * paddedVocabulary(model.config));
  addLinear(finals, weights.output, logits, { space, rows: sequences.length });
  return logits;
}
