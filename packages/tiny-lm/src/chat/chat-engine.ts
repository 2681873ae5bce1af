import type { Turn } from '@bezoar/core';
import { createDecoder } from '../generate/decoder.ts';
import { type GenerateResult, generateAll } from '../generate/generate-all.ts';
import type { TokenOdds } from '../generate/token-odds.ts';
import type { TinyLm } from '../model/tiny-lm.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { CHAT_TOKENS } from './chat-tokens.ts';
import { encodePrompt } from './encode-conversation.ts';
import { encodeMarked } from './encode-marked.ts';
import { type ParsedReply, parseReply } from './parse-reply.ts';

/** How something is asked. */
export interface AskOptions {
  /** `DEFAULT_REPLY_TOKENS` by default; the context may end it earlier. */
  readonly maxTokens?: number;
  /** 0, the default, is greedy. */
  readonly temperature?: number;
  readonly seed?: number | string;
  /** Likeliest tokens that are reported at each place; absent: no log-probabilities. */
  readonly topLogprobs?: number;
}

/** A conversation to reply to. */
export interface ReplyRequest extends AskOptions {
  /** Ends with a `user` or `tool` turn. */
  readonly turns: readonly Turn[];
}

/** A raw prompt to go on with; names of special tokens in it stand for them. Never built from text of a user. */
export interface RawRequest extends AskOptions {
  readonly prompt: string;
}

/** A token as text, and the natural logarithm of its probability. Bytes that are no UTF-8 by themselves show as U+FFFD. */
export interface ReplyToken {
  readonly token: string;
  readonly logprob: number;
}

/** A token that was chosen, with the likeliest ones at its place. */
export interface ChosenReplyToken extends ReplyToken {
  readonly top: readonly ReplyToken[];
}

/** What was generated. */
export interface Answer {
  readonly text: string;
  /** `length`: `maxTokens` or the context ended it. */
  readonly finish: 'stop' | 'length' | 'tool-calls';
  readonly logprobs?: readonly ChosenReplyToken[];
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
}

/** What an assistant said. */
export interface ChatAnswer extends Answer, ParsedReply {}

/** A model to talk with, as it was when the engine was made. Everything is synchronous. */
export interface ChatEngine {
  /** Most tokens of a prompt and its reply together. */
  readonly context: number;
  /** Tokens of a prompt; `reply` throws a `UsageError` where they do not leave room in the context. */
  countPromptTokens(turns: readonly Turn[]): number;
  reply(turns: readonly Turn[], options?: AskOptions): ChatAnswer;
  /** Many at once, which is faster; each answer is what `reply` gives. */
  replyAll(requests: readonly ReplyRequest[]): readonly ChatAnswer[];
  /** Goes on with a raw prompt until the token that ends a turn, which `text` leaves out; other special tokens show by name. */
  complete(prompt: string, options?: AskOptions): Answer;
  completeAll(requests: readonly RawRequest[]): readonly Answer[];
}

/** Tokens of a reply at most: several times those of the longest sentence that a support agent of this size learns. */
export const DEFAULT_REPLY_TOKENS = 96;

/** Makes an engine. Throws a `UsageError` for a tokenizer without the special tokens of the chat format. */
export function createChatEngine({
  model,
  tokenizer,
  slots,
}: {
  readonly model: TinyLm;
  readonly tokenizer: Tokenizer;
  /** Conversations at once. */
  readonly slots?: number;
}): ChatEngine {
  const decoder = createDecoder(model, slots === undefined ? {} : { slots });
  const stop = [tokenizer.special(CHAT_TOKENS.end)];
  const ask = (asked: readonly (AskOptions & { readonly ids: readonly number[] })[]): readonly GenerateResult[] =>
    generateAll(
      decoder,
      asked.map(({ ids, maxTokens = DEFAULT_REPLY_TOKENS, ...rest }) => ({ ...rest, prompt: ids, maxTokens, stop })),
      model.config,
    );
  const replyAll = (requests: readonly ReplyRequest[]): readonly ChatAnswer[] => {
    const prompts = requests.map(({ turns, ...options }) => ({ ...options, ids: encodePrompt(turns, tokenizer) }));
    return ask(prompts).map((result, index) => {
      const parsed = parseReply(result.ids, tokenizer);
      const { ended } = result;
      const finish = ended === 'stop' && parsed.toolCalls.length > 0 ? 'tool-calls' : ended;
      return { ...parsed, finish, ...measured(result, prompts[index]!.ids, tokenizer) };
    });
  };
  const completeAll = (requests: readonly RawRequest[]): readonly Answer[] => {
    const prompts = requests.map(({ prompt, ...options }) => ({ ...options, ids: encodeMarked(prompt, tokenizer) }));
    return ask(prompts).map((result, index) => ({
      text: tokenizer.decode(result.ids),
      finish: result.ended,
      ...measured(result, prompts[index]!.ids, tokenizer),
    }));
  };
  return {
    context: model.config.context,
    countPromptTokens: (turns) => encodePrompt(turns, tokenizer).length,
    reply: (turns, options) => replyAll([{ ...options, turns }])[0]!,
    replyAll,
    complete: (prompt, options) => completeAll([{ ...options, prompt }])[0]!,
    completeAll,
  };
}

function measured(
  { ids, odds }: GenerateResult,
  prompt: readonly number[],
  tokenizer: Tokenizer,
): Pick<Answer, 'logprobs' | 'usage'> {
  const named = ({ id, logProbability }: Pick<TokenOdds, 'id' | 'logProbability'>): ReplyToken => ({
    token: tokenizer.decode([id]),
    logprob: logProbability,
  });
  return {
    usage: { promptTokens: prompt.length, completionTokens: ids.length },
    ...(odds.length > 0 && { logprobs: odds.map((one) => ({ ...named(one), top: one.top.map(named) })) }),
  };
}
