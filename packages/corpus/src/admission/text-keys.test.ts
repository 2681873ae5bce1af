import { MAX_TEXTS_PER_RECORD } from '@bezoar/ledger';
import { describe, expect, it } from 'vitest';
import { textKey, textKeys } from './text-keys.ts';

describe('textKey', () => {
  it('is the same however the text is spaced and cased', () => {
    expect(textKey('  Can you\n\tapply THE credit? ')).toBe('can you apply the credit?');
  });
});

describe('textKeys', () => {
  const turn = (role: 'user' | 'assistant' | 'tool', text: string) => ({ role, text, toolCalls: [] });

  it('keys what people and the model say, once each, and no tool result or short word', () => {
    const turns = [
      turn('user', 'Where is my order?'),
      turn('assistant', 'Let me look it up.'),
      turn('tool', '{"status":"on its way"}'),
      turn('user', 'thanks'),
      turn('user', 'where  is my order?'),
    ];
    expect(textKeys({ turns })).toEqual(['where is my order?', 'let me look it up.']);
  });

  it('stops at 12 turns, fewer than a side table takes', () => {
    const turns = Array.from({ length: 40 }, (_, i) => turn('user', `a text of number ${i}`));
    expect(textKeys({ turns })).toHaveLength(12);
    expect(12).toBeLessThanOrEqual(MAX_TEXTS_PER_RECORD);
  });
});
