import type { Turn } from '@bezoar/core';
import { Template } from '@huggingface/jinja';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTurn, says, chatTokenizer as tokenizer } from '../testing/chat-fixture.test-support.ts';
import { chatTemplate } from './chat-template.ts';
import { encodePrompt } from './encode-conversation.ts';
import { encodeMarked } from './encode-marked.ts';

const template = new Template(chatTemplate());

/** A turn as a message of OpenAI's chat format. */
function messageOf({ role, text, toolCalls }: Turn): Record<string, unknown> {
  const calls = toolCalls.map((call) => ({ type: 'function', function: call }));
  return { role, content: text === '' ? null : text, ...(calls.length > 0 && { tool_calls: calls }) };
}

const render = (turns: readonly Turn[], isAsked = true): string =>
  template.render({ messages: turns.map(messageOf), add_generation_prompt: isAsked, tools: [{ type: 'function' }] });

describe('chatTemplate', () => {
  it('writes the string whose tokens are those of the prompt, whatever anyone says in it', () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 4 }), (turns) => {
        const ids = encodePrompt(turns, tokenizer);
        expect(render(turns)).toBe(tokenizer.decode(ids));
        expect(encodeMarked(render(turns), tokenizer)).toEqual(ids);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('ends with the last turn where nobody is asked to speak', () => {
    expect(render([says('user', 'hi')], false)).toBe('<|begin|><|user|>hi<|end|>');
  });

  it('reads developers as system, functions as tools, and arguments that are objects', () => {
    const messages = [
      { role: 'developer', content: 'be brief' },
      { role: 'assistant', content: null, tool_calls: [{ function: { name: 'look_up', arguments: { order: 17 } } }] },
      { role: 'function', content: 'late' },
    ];
    expect(template.render({ messages, add_generation_prompt: true })).toBe(
      '<|begin|><|system|>be brief<|end|><|assistant|><|call|>look_up<|arguments|>{"order": 17}<|end|>' +
        '<|tool|>late<|end|><|assistant|>',
    );
  });
});
