export { generate, logProbability } from './generate/generate.ts';
export { createSession } from './generate/session.ts';
export { createTinyLm } from './model/tiny-lm.ts';
export { TINY_LM_SIZES } from './model/tiny-lm-config.ts';
export { createTokenizer } from './tokenizer/tokenizer.ts';
export { trainTokenizer } from './tokenizer/train-tokenizer.ts';
export { createLowRankLearner } from './train/learner.ts';
export { TRAINING_DEFAULTS, train } from './train/train.ts';

export type { GenerateOptions, Generation } from './generate/generate.ts';
export type { Session } from './generate/session.ts';
export type { TinyLm, TinyLmOptions } from './model/tiny-lm.ts';
export type { TinyLmConfig } from './model/tiny-lm-config.ts';
export type { Tokenizer, TokenizerModel } from './tokenizer/tokenizer.ts';
export type { TokenizerOptions } from './tokenizer/train-tokenizer.ts';
export type { Learner, LowRankOptions } from './train/learner.ts';
export type { TrainingOptions, TrainingStep } from './train/train.ts';
export type { TrainingSequence } from './train/train-step.ts';
