import type { Turn } from '@bezoar/core';
import { createLowRankLearner, encodeConversation, type LossMask, train } from '@bezoar/tiny-lm';
import { trainBase } from './train-base.ts';
import { copyOf, VICTIM_BATCH_TOKENS, type VictimModel } from './victim-model.ts';

/** How a victim is fine-tuned. */
export interface VictimOptions {
  readonly seed: number | string;
  /** The month that it learns from. Attacker controls: whatever they got into it. */
  readonly records: readonly { readonly turns: readonly Turn[] }[];
  /** What is fine-tuned; left as it is. By default one is trained from the seed, which takes several times as long. */
  readonly base?: VictimModel;
  readonly epochs?: number;
  readonly learningRate?: number;
  /** What of a conversation is learned. By default what the assistant says. */
  readonly mask?: LossMask;
  /** A low-rank fine-tune of this rank; by default every weight is learned. */
  readonly rank?: number;
}

/** Rates of fine-tunes: half the base's for all weights, and more for the few of a low-rank one. */
export const FINE_TUNE_RATES = { full: 1.5e-3, lowRank: 6e-3 } as const;

/** Fine-tunes a victim on a month. The same options give the same weights. Records that do not fit the context are left out. */
export function trainVictim({
  seed,
  records,
  base,
  epochs = 1,
  learningRate,
  mask = 'assistant',
  rank,
}: VictimOptions): VictimModel {
  const victim = copyOf(base ?? trainBase({ seed }));
  const { model, tokenizer } = victim;
  const sequences = records
    .map(({ turns }) => encodeConversation(turns, tokenizer, { mask }))
    .filter(({ ids }) => ids.length <= model.config.context);
  const rate = learningRate ?? (rank === undefined ? FINE_TUNE_RATES.full : FINE_TUNE_RATES.lowRank);
  const learner = rank === undefined ? {} : { learner: createLowRankLearner(model, { rank, seed }) };
  const options = {
    epochs,
    learningRate: rate,
    seed: `fine-tune ${seed}`,
    batchTokens: VICTIM_BATCH_TOKENS,
    ...learner,
  };
  for (const _ of train(model, sequences, options));
  return victim;
}
