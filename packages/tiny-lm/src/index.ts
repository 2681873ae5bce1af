export { CHAT_SPECIAL, CHAT_TOKENS } from './chat/chat-tokens.ts';
export { createChatEngine, DEFAULT_REPLY_TOKENS } from './chat/chat-engine.ts';
export { chatTemplate } from './chat/chat-template.ts';
export { encodeConversation, encodePrompt } from './chat/encode-conversation.ts';
export { encodeMarked } from './chat/encode-marked.ts';
export { parseReply } from './chat/parse-reply.ts';
export { logProbability } from './generate/choose-token.ts';
export { createDecoder, DEFAULT_SLOTS } from './generate/decoder.ts';
export { generate } from './generate/generate.ts';
export { generateAll } from './generate/generate-all.ts';
export { loadTinyLm } from './formats/folder/load-tiny-lm.ts';
export { saveTinyLm } from './formats/folder/save-tiny-lm.ts';
export { writeGguf } from './formats/gguf/write-gguf.ts';
export { readSafetensors } from './formats/safetensors/read-safetensors.ts';
export { writeSafetensors } from './formats/safetensors/write-safetensors.ts';
export { createSession } from './generate/session.ts';
export { createTinyLm } from './model/tiny-lm.ts';
export { TINY_LM_SIZES } from './model/tiny-lm-config.ts';
export { createTokenizer } from './tokenizer/tokenizer.ts';
export { trainTokenizer } from './tokenizer/train-tokenizer.ts';
export { createLowRankLearner } from './train/learner.ts';
export { TRAINING_DEFAULTS, train } from './train/train.ts';

export type {
  Answer,
  AskOptions,
  ChatAnswer,
  ChatEngine,
  ChosenReplyToken,
  RawRequest,
  ReplyRequest,
  ReplyToken,
} from './chat/chat-engine.ts';
export type { LossMask } from './chat/encode-conversation.ts';
export type { ParsedReply } from './chat/parse-reply.ts';
export type { Decoder, DecoderFeed } from './generate/decoder.ts';
export type { GenerateRequest, GenerateResult } from './generate/generate-all.ts';
export type { TokenOdds } from './generate/token-odds.ts';
export type { LoadedTinyLm, LoadOptions } from './formats/folder/load-tiny-lm.ts';
export type { ModelFile } from './formats/folder/model-files.ts';
export type { ModelFileSet, SavedTinyLm } from './formats/folder/save-tiny-lm.ts';
export type { GgufOptions } from './formats/gguf/write-gguf.ts';
export type { SafetensorsFile, SafeTensor } from './formats/safetensors/safe-tensor.ts';
export type { GenerateOptions, Generation } from './generate/generate.ts';
export type { Session } from './generate/session.ts';
export type { TinyLm, TinyLmOptions } from './model/tiny-lm.ts';
export type { TinyLmConfig } from './model/tiny-lm-config.ts';
export type { Tokenizer, TokenizerModel } from './tokenizer/tokenizer.ts';
export type { TokenizerOptions } from './tokenizer/train-tokenizer.ts';
export type { Learner, LowRankOptions } from './train/learner.ts';
export type { TrainingOptions, TrainingStep } from './train/train.ts';
export type { TrainingSequence } from './train/train-step.ts';
