import { UsageError } from '@bezoar/core';
import type { KernelKind } from '../kernel/kernel.ts';
import { createWorkspace, type Workspace } from '../kernel/workspace.ts';
import { maxShares } from '../layers/attention.ts';
import { createRotaryTable, type RotaryTable } from '../layers/rotary.ts';
import { initialWeights } from './initial-weights.ts';
import { countWeights, type TensorName, type TensorShape, tensorLayout } from './tensor-layout.ts';
import { checkTinyLmConfig, paddedVocabulary, type TinyLmConfig } from './tiny-lm-config.ts';

/** Tokens of a batch, at most, where nothing else is said. */
export const DEFAULT_BATCH_TOKENS = 2048;

/** A Llama-architecture language model (RMSNorm, RoPE, SwiGLU, tied embeddings) with the memory that it works in. */
export interface TinyLm {
  readonly config: TinyLmConfig;
  readonly layout: readonly TensorShape[];
  /** All weights, in the order of the layout. */
  readonly weights: Float32Array;
  /** Gradients of the last step, as the weights. */
  readonly gradients: Float32Array;
  readonly rotary: RotaryTable;
  readonly space: Workspace;
  /** Most tokens of a batch. */
  readonly batchTokens: number;
}

/** How a model is made. */
export interface TinyLmOptions {
  readonly seed?: number | string;
  /** Weights to copy instead, as `TinyLm.weights`. */
  readonly weights?: Float32Array;
  readonly batchTokens?: number;
  readonly kernel?: KernelKind;
}

/** Makes a model. The same seed gives the same weights. Throws a `UsageError` for an impossible shape. */
export function createTinyLm(config: TinyLmConfig, options: TinyLmOptions = {}): TinyLm {
  checkTinyLmConfig(config);
  const layout = tensorLayout(config);
  const count = countWeights(layout);
  const batchTokens = Math.max(config.context, options.batchTokens ?? DEFAULT_BATCH_TOKENS);
  const space = createWorkspace(2 * count + passFloats(config, batchTokens), passArrays(config), options.kernel);
  const weights = space.floats(count);
  const gradients = space.floats(count);
  const given = options.weights ?? initialWeights(layout, config.layers, options.seed ?? 0);
  if (given.length !== count) {
    throw new UsageError('tiny-lm/weights', `expected ${count} weights, got ${given.length}`);
  }
  weights.set(given);
  // INVARIANT: rows of the embedding that are no token stay 0: they have no gradient, and no file holds them.
  weights.fill(0, config.vocabulary * config.width, paddedVocabulary(config) * config.width);
  const rotary = createRotaryTable(config.context, config.width / config.heads);
  return { config, layout, weights, gradients, rotary, space, batchTokens };
}

/** The part of an array of weights or gradients that a tensor takes. */
export function tensorOf({ layout }: Pick<TinyLm, 'layout'>, all: Float32Array, name: TensorName): Float32Array {
  const shape = layout.find((one) => one.name === name);
  if (shape === undefined) throw new UsageError('tiny-lm/tensor', `there are no weights \`${name}\``);
  return all.subarray(shape.offset, shape.offset + shape.rows * shape.columns);
}

/** What a pass forwards and backwards allocates at most, in numbers. */
function passFloats(config: TinyLmConfig, tokens: number): number {
  const { width, feedForward, layers, heads, context } = config;
  const forward = tokens * (8 * width + 3 * feedForward + 2) + maxShares(tokens, context, heads);
  const output = tokens * (4 * width + 3 + paddedVocabulary(config));
  const backward = tokens * (width + Math.max(2 * width, 6 * width + 3 * feedForward));
  const head = maxShares(context, context, 1) + 2 * context;
  return layers * forward + output + backward + head;
}

/** Arrays of a pass at most: each is aligned. */
function passArrays({ layers }: TinyLmConfig): number {
  return 16 * layers + 64;
}
