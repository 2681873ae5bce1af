import { seededRandom } from '@bezoar/core';
import type { TinyLm } from '../model/tiny-lm.ts';
import { createFullLearner, type Learner } from './learner.ts';
import { computeGradients, type TrainingSequence } from './train-step.ts';

/** How a model is trained. What is left out is as in `TRAINING_DEFAULTS`. */
export interface TrainingOptions {
  /** Times that each sequence is learned from. */
  readonly epochs?: number;
  /** Highest rate, reached after the warm-up; it falls to a tenth along a cosine. */
  readonly learningRate?: number;
  /** Share of the steps in which the rate rises. */
  readonly warmUpShare?: number;
  /** Tokens of a batch at most; sequences are not cut. */
  readonly batchTokens?: number;
  /** Of the order of the sequences. */
  readonly seed?: number | string;
  /** What is learned: by default every weight. */
  readonly learner?: Learner;
}

/** Defaults, which train the smallest size in a pass or two over two thousand conversations. */
export const TRAINING_DEFAULTS: Required<Omit<TrainingOptions, 'learner'>> = {
  epochs: 1,
  learningRate: 3e-3,
  warmUpShare: 0.05,
  batchTokens: 1024,
  seed: 0,
};

/** What the rate falls to, as a share of the highest. */
const LAST_SHARE = 0.1;

/** One step. */
export interface TrainingStep {
  readonly step: number;
  readonly steps: number;
  /** Mean loss before the step, nats a target. */
  readonly loss: number;
  readonly tokens: number;
}

/**
 * Trains a model in place, a step at a time: what is not asked for is not done. The same model, sequences and options give the
 * same weights on the same kernel.
 */
export function* train(
  model: TinyLm,
  sequences: readonly TrainingSequence[],
  options: TrainingOptions = {},
): Generator<TrainingStep, void, void> {
  const { epochs, learningRate, warmUpShare, batchTokens, seed } = { ...TRAINING_DEFAULTS, ...options };
  const learner = options.learner ?? createFullLearner(model);
  const random = seededRandom(`training ${seed}`);
  const most = Math.min(model.batchTokens, batchTokens);
  const batches = Array.from({ length: epochs }, () => packed(random.shuffled(sequences), most)).flat();
  for (const [step, batch] of batches.entries()) {
    const loss = computeGradients(model, batch);
    learner.step({ learningRate: learningRate * rateShare(step + 1, batches.length, warmUpShare) });
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    yield { step: step + 1, steps: batches.length, loss, tokens };
  }
}

/** Sequences in their order, as many to a batch as fit; one that is longer than a batch is one. */
function packed(sequences: readonly TrainingSequence[], most: number): TrainingSequence[][] {
  const batches: TrainingSequence[][] = [];
  let tokens = Number.POSITIVE_INFINITY;
  for (const sequence of sequences) {
    if (tokens + sequence.ids.length > most) {
      batches.push([]);
      tokens = 0;
    }
    batches.at(-1)!.push(sequence);
    tokens += sequence.ids.length;
  }
  return batches;
}

function rateShare(step: number, steps: number, warmUpShare: number): number {
  const warmUp = Math.max(1, Math.round(steps * warmUpShare));
  if (step <= warmUp) return step / warmUp;
  const done = (step - warmUp) / Math.max(1, steps - warmUp);
  return LAST_SHARE + (1 - LAST_SHARE) * 0.5 * (1 + Math.cos(Math.PI * done));
}
