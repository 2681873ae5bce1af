import { seededRandom, UsageError } from '@bezoar/core';
import { COLUMN_STEP } from '../kernel/column-step.ts';
import { matrixOf, turned } from '../kernel/matrix.ts';
import { createWorkspace } from '../kernel/workspace.ts';
import type { TensorShape } from '../model/tensor-layout.ts';
import { type TinyLm, tensorOf } from '../model/tiny-lm.ts';
import { type AdamOptions, createAdamState, stepAdam } from './adam.ts';

/** Moves a model's weights along its gradients. */
export interface Learner {
  step(options: AdamOptions): void;
}

/** Learns every weight. */
export function createFullLearner(model: TinyLm): Learner {
  const state = createAdamState(model.weights.length);
  return {
    step: (options) => {
      stepAdam(model.space.kernel, model, state, options);
    },
  };
}

/** A low-rank fine-tune. */
export interface LowRankOptions {
  /** A multiple of 8. */
  readonly rank: number;
  /** Of the product, over the rank. */
  readonly alpha?: number;
  readonly seed?: number | string;
}

/** Usual size of the product, over the rank. */
export const DEFAULT_ALPHA = 16;

interface Adapter {
  readonly shape: TensorShape;
  /** Where `[rows, rank]` and, after it, `[rank, columns]` begin among the learned numbers. */
  readonly offset: number;
}

/**
 * Learns for each matrix of a layer a product of two thin ones that is added to it (LoRA, Hu et al., 2021); all else stays as it
 * is. The weights are always the sum, so that the model is used, and written, as any other.
 */
export function createLowRankLearner(
  model: TinyLm,
  { rank, alpha = DEFAULT_ALPHA, seed = 0 }: LowRankOptions,
): Learner {
  if (!(Number.isInteger(rank) && rank > 0 && rank % COLUMN_STEP === 0)) {
    throw new UsageError('tiny-lm/rank', `expected a rank that is a multiple of ${COLUMN_STEP}, got ${rank}`);
  }
  const adapters: Adapter[] = [];
  let count = 0;
  let largest = 0;
  for (const shape of model.layout) {
    if (shape.rows === 1 || shape.name === 'embedding') continue;
    adapters.push({ shape, offset: count });
    count += rank * (shape.rows + shape.columns);
    largest = Math.max(largest, shape.rows * shape.columns);
  }
  const space = createWorkspace(2 * count + largest, 16, model.space.kernel.kind);
  const factors = space.zeros(count);
  const slopes = space.zeros(count);
  const frozen = model.weights.slice();
  const random = seededRandom(`low rank ${seed}`);
  for (const { shape, offset } of adapters) {
    const spread = Math.sqrt(3 / shape.rows);
    for (let at = 0; at < shape.rows * rank; at++) factors[offset + at] = (2 * random.next() - 1) * spread;
  }
  const state = createAdamState(count);
  const scale = alpha / rank;
  const partsOf = (all: Float32Array, { shape, offset }: Adapter): readonly [Float32Array, Float32Array] => {
    const middle = offset + shape.rows * rank;
    return [all.subarray(offset, middle), all.subarray(middle, middle + rank * shape.columns)];
  };

  /** The gradient of `scale * left * right` along its factors. */
  const project = (adapter: Adapter): void => {
    const { rows, columns } = adapter.shape;
    const [left, right] = partsOf(factors, adapter);
    const [leftSlope, rightSlope] = partsOf(slopes, adapter);
    const gradient = space.floats(rows * columns);
    for (const [at, one] of tensorOf(model, model.gradients, adapter.shape.name).entries()) gradient[at] = one * scale;
    const above = matrixOf(gradient, rows, columns);
    space.kernel.multiplyMatrices(above, turned(matrixOf(right, rank, columns)), matrixOf(leftSlope, rows, rank));
    space.kernel.multiplyMatrices(turned(matrixOf(left, rows, rank)), above, matrixOf(rightSlope, rank, columns));
  };
  const merge = (adapter: Adapter): void => {
    const { rows, columns } = adapter.shape;
    const [left, right] = partsOf(factors, adapter);
    const product = space.zeros(rows * columns);
    space.kernel.multiply(left, right, product, { rows, inner: rank, columns });
    const weights = tensorOf(model, model.weights, adapter.shape.name);
    const base = tensorOf(model, frozen, adapter.shape.name);
    for (let at = 0; at < weights.length; at++) weights[at] = base[at]! + scale * product[at]!;
  };
  return {
    step: (options) => {
      slopes.fill(0);
      for (const adapter of adapters) space.during(() => project(adapter));
      // What is learned is small already; decay would pull it to the model that it began with.
      stepAdam(space.kernel, { weights: factors, gradients: slopes }, state, { weightDecay: 0, ...options });
      for (const adapter of adapters) space.during(() => merge(adapter));
    },
  };
}
