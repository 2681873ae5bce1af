import { UsageError } from '@bezoar/core';
import { createBatch } from '../model/batch.ts';
import { forwardPass } from '../model/forward-pass.ts';
import type { TinyLm } from '../model/tiny-lm.ts';
import { paddedVocabulary } from '../model/tiny-lm-config.ts';
import { backwardPass } from './backward-pass.ts';
import { crossEntropy } from './cross-entropy.ts';

/** A sequence to learn from. */
export interface TrainingSequence {
  readonly ids: readonly number[];
  /** For each token whether it is to be learned from those before it; the first cannot be. Default: all. */
  readonly isTarget?: readonly boolean[];
}

/**
 * Computes the mean loss of the sequences, in nats a target, and its gradients, in `model.gradients`; 0 and none where there is no
 * target. Throws a `UsageError` for more tokens than the model has memory for.
 */
export function computeGradients(model: TinyLm, sequences: readonly TrainingSequence[]): number {
  const { config, space, batchTokens } = model;
  const batch = createBatch(
    sequences.map(({ ids }) => ids),
    config,
  );
  if (batch.tokens > batchTokens) {
    throw new UsageError('tiny-lm/batch', `expected at most ${batchTokens} tokens in a batch, got ${batch.tokens}`);
  }
  const wanted: number[] = [];
  const targets: number[] = [];
  for (const [index, { ids, isTarget }] of sequences.entries()) {
    for (let at = 1; at < ids.length; at++) {
      if (isTarget?.[at] === false) continue;
      wanted.push(batch.starts[index]! + at - 1);
      targets.push(ids[at]!);
    }
  }
  if (targets.length === 0) {
    model.gradients.fill(0);
    return 0;
  }
  return space.during(() => {
    const places = Int32Array.from(wanted);
    const activations = forwardPass(model, batch, places);
    const padded = paddedVocabulary(config);
    const sizes = { vocabulary: config.vocabulary, padded, space };
    const loss = crossEntropy(activations.logits, Int32Array.from(targets), sizes);
    backwardPass(model, batch, places, activations);
    return loss;
  });
}
