import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatTokenizer as tokenizer } from '../testing/chat-fixture.test-support.ts';
import { encodeMarked } from './encode-marked.ts';
import { parseReply } from './parse-reply.ts';

const parse = (marked: string): ReturnType<typeof parseReply> => parseReply(encodeMarked(marked, tokenizer), tokenizer);

describe('parseReply', () => {
  it('reads text and calls, up to the end of the turn', () => {
    expect(parse('one moment<|call|>look_up<|arguments|>{"order": "17"}<|end|><|user|>and?')).toEqual({
      text: 'one moment',
      toolCalls: [{ name: 'look_up', arguments: '{"order": "17"}' }],
      isMalformed: false,
    });
    expect(parse('')).toEqual({ text: '', toolCalls: [], isMalformed: false });
  });

  it.each([
    ['a call without arguments', '<|call|>look_up'],
    ['a call without a name', '<|call|><|arguments|>{}'],
    ['arguments twice', '<|call|>look_up<|arguments|>{<|arguments|>}'],
    ['arguments that were cut off', '<|call|>look_up<|arguments|>{"order"'],
    ['arguments that are a list', '<|call|>look_up<|arguments|>[]'],
    ['arguments of no call', 'hello<|arguments|>{}'],
    ['another speaker within the turn', 'hello<|user|>'],
  ])('says that %s is malformed, and keeps what there is', (_, marked) => {
    const { isMalformed, text, toolCalls } = parse(marked);
    expect(isMalformed).toBe(true);
    expect(toolCalls).toHaveLength(marked.split('<|call|>').length - 1);
    expect(text).toBe(/^[a-z]*/.exec(marked)![0] + (marked.includes('o<|arguments|>') ? '{}' : ''));
  });

  it('reads any tokens without throwing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: tokenizer.size - 1 }), { maxLength: 12 }), (ids) => {
        const { text, toolCalls } = parseReply(ids, tokenizer);
        expect([text, ...toolCalls.map((call) => call.arguments)].join('')).not.toContain('<|end|>');
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

describe('encodeMarked', () => {
  it('gives special tokens for their names, and text for the rest', () => {
    const ids = encodeMarked('<|begin|><|user|>a <| b<|end|>', tokenizer);
    expect(ids.filter((id) => id < 8)).toEqual([0, 2, 7]);
    expect(tokenizer.decode(ids)).toBe('<|begin|><|user|>a <| b<|end|>');
  });
});
