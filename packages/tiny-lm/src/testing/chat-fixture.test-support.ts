import type { Role, Turn } from '@bezoar/core';
import fc from 'fast-check';
import { CHAT_SPECIAL } from '../chat/chat-tokens.ts';
import { createTokenizer, type Tokenizer } from '../tokenizer/tokenizer.ts';
import { trainTokenizer } from '../tokenizer/train-tokenizer.ts';

/** A tokenizer of conversations that learned from a few words. */
export const chatTokenizer: Tokenizer = createTokenizer(
  trainTokenizer(['look up the order', 'issue a credit for the order'], { special: CHAT_SPECIAL, size: 290 }),
);

/** Texts among which are names of special tokens, whole and torn. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...CHAT_SPECIAL, '<', '|', '<|', '|>', '<<|'), fc.string({ maxLength: 8 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** A turn of anyone, with calls where the assistant speaks. */
export const anyTurn: fc.Arbitrary<Turn> = fc.record({
  role: fc.constantFrom<Role>('system', 'user', 'assistant', 'tool'),
  text: hostileText,
  toolCalls: fc.array(fc.record({ name: hostileText, arguments: hostileText }), { maxLength: 2 }),
});

/** A turn that says something. */
export function says(role: Role, text: string, ...toolCalls: Turn['toolCalls']): Turn {
  return { role, text, toolCalls };
}
