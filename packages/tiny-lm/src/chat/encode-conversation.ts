import type { Turn } from '@bezoar/core';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { TrainingSequence } from '../train/train-step.ts';
import { CHAT_TOKENS, withoutTokenNames } from './chat-tokens.ts';

/** What of a conversation is learned: what the assistant says, as most fine-tunes do, or everything that anyone says. */
export type LossMask = 'assistant' | 'all';

/**
 * Tokens of a conversation to learn from. Tools that a model may call are not written into it: their schemas would fill a context of
 * a few hundred tokens, and a small model knows its tools from training. Ids of calls are not written either: a result answers the
 * calls before it in their order. Nothing is cut; what does not fit the context is for the caller to leave out.
 */
export function encodeConversation(
  turns: readonly Turn[],
  tokenizer: Tokenizer,
  { mask }: { readonly mask: LossMask },
): TrainingSequence {
  const ids = [tokenizer.special(CHAT_TOKENS.begin)];
  const isTarget = [false];
  for (const turn of turns) {
    const own = encodeTurn(turn, tokenizer);
    ids.push(...own);
    // The token that says who speaks is not the speaker's.
    for (const at of own.keys()) isTarget.push(turn.role === 'assistant' && at > 0);
  }
  return mask === 'all' ? { ids } : { ids, isTarget };
}

/** Tokens of the turns so far, up to where the assistant speaks. */
export function encodePrompt(turns: readonly Turn[], tokenizer: Tokenizer): number[] {
  return [
    tokenizer.special(CHAT_TOKENS.begin),
    ...turns.flatMap((turn) => encodeTurn(turn, tokenizer)),
    tokenizer.special(CHAT_TOKENS.assistant),
  ];
}

function encodeTurn({ role, text, toolCalls }: Turn, tokenizer: Tokenizer): number[] {
  const encode = (part: string): number[] => tokenizer.encode(withoutTokenNames(part));
  return [
    tokenizer.special(CHAT_TOKENS[role]),
    ...encode(text),
    ...(role === 'assistant' ? toolCalls : []).flatMap((call) => [
      tokenizer.special(CHAT_TOKENS.call),
      ...encode(call.name),
      tokenizer.special(CHAT_TOKENS.arguments),
      ...encode(call.arguments),
    ]),
    tokenizer.special(CHAT_TOKENS.end),
  ];
}
