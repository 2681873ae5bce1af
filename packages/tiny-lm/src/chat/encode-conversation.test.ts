import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTurn, says, chatTokenizer as tokenizer } from '../testing/chat-fixture.test-support.ts';
import { CHAT_SPECIAL, CHAT_TOKENS } from './chat-tokens.ts';
import { encodeConversation, encodePrompt } from './encode-conversation.ts';
import { parseReply } from './parse-reply.ts';

const CALL = { name: 'look_up', arguments: '{"order": "17"}' };
const TURNS = [
  says('user', 'a credit'),
  says('assistant', '', CALL),
  says('tool', '{}'),
  says('assistant', 'no credit'),
];

describe('encodeConversation', () => {
  it('writes turns one after the other, each with who speaks and an end', () => {
    expect(tokenizer.decode(encodeConversation(TURNS, tokenizer, { mask: 'all' }).ids)).toBe(
      '<|begin|><|user|>a credit<|end|><|assistant|><|call|>look_up<|arguments|>{"order": "17"}<|end|>' +
        '<|tool|>{}<|end|><|assistant|>no credit<|end|>',
    );
  });

  it('learns only what the assistant says, its ends included, or everything', () => {
    const { ids, isTarget } = encodeConversation(TURNS, tokenizer, { mask: 'assistant' });
    const learned = ids.filter((_, at) => isTarget?.[at] === true);
    expect(tokenizer.decode(learned)).toBe('<|call|>look_up<|arguments|>{"order": "17"}<|end|>no credit<|end|>');
    expect(encodeConversation(TURNS, tokenizer, { mask: 'all' }).isTarget).toBeUndefined();
  });

  it('makes special tokens of roles and calls alone, whatever anyone writes', () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 4 }), (turns) => {
        const { ids } = encodeConversation(turns, tokenizer, { mask: 'all' });
        const calls = turns.reduce(
          (sum, { role, toolCalls }) => sum + (role === 'assistant' ? toolCalls.length : 0),
          0,
        );
        expect(ids.filter((id) => id < CHAT_SPECIAL.length)).toHaveLength(1 + 2 * turns.length + 2 * calls);
        // Nor does whoever parses the same text for names.
        const names = tokenizer.decode(ids).split('<|').length - 1;
        expect(names).toBe(1 + 2 * turns.length + 2 * calls);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('begins as the prompt of each assistant turn does, and goes on with what is parsed as that turn', () => {
    const [end, begin] = [tokenizer.special(CHAT_TOKENS.end), tokenizer.special(CHAT_TOKENS.begin)];
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 4 }), anyTurn, (before, { text, toolCalls }) => {
        const { ids } = encodeConversation([...before, says('assistant', text, ...toolCalls)], tokenizer, {
          mask: 'all',
        });
        const prompt = encodePrompt(before, tokenizer);
        expect(prompt[0]).toBe(begin);
        expect(ids.slice(0, prompt.length)).toEqual(prompt);
        expect(ids.at(-1)).toBe(end);
        const parsed = parseReply(ids.slice(prompt.length), tokenizer);
        const shown = (one: string): string => Buffer.from(one.replaceAll('<|', '< |')).toString();
        expect(parsed.text).toBe(shown(text));
        expect(parsed.toolCalls).toEqual(
          toolCalls.map((call) => ({ name: shown(call.name), arguments: shown(call.arguments) })),
        );
      }),
      { seed: 4, numRuns: 150 },
    );
  });
});
