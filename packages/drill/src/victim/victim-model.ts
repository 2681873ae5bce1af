import { createTinyLm, TINY_LM_SIZES, type TinyLm, type TinyLmConfig, type Tokenizer } from '@bezoar/tiny-lm';

/** A trained model with its words. */
export interface VictimModel {
  readonly model: TinyLm;
  readonly tokenizer: Tokenizer;
}

/** Tokens of the victim's vocabulary: with 1,024 a conversation at the desk is 65 tokens on average, with 512 it is 86. */
export const VICTIM_VOCABULARY = 1024;

/** Shape of the victim: 0.15 million weights. */
export function victimConfig(vocabulary: number): TinyLmConfig {
  return { ...TINY_LM_SIZES.small, vocabulary };
}

/** Most tokens of a training batch; with fewer and more steps the desk is learned in less time than with the usual 1,024. */
export const VICTIM_BATCH_TOKENS = 512;

/** A copy to train further, so that one base serves many fine-tunes. */
export function copyOf({ model, tokenizer }: VictimModel): VictimModel {
  return { tokenizer, model: createTinyLm(model.config, { weights: model.weights, batchTokens: VICTIM_BATCH_TOKENS }) };
}
