import type { Turn } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatRequest } from '../../testing/questions.test-support.ts';
import { type Message, toMessages } from './messages.ts';
import { chatBody } from './question-body.ts';

const turn = (role: Turn['role'], text: string, more: Partial<Turn> = {}): Turn => ({
  role,
  text,
  toolCalls: [],
  ...more,
});
const call = (name: string, id?: string) => ({ name, arguments: '{"a":1}', ...(id === undefined ? {} : { id }) });
const asked = (name: string, id: string) => ({ id, type: 'function', function: { name, arguments: '{"a":1}' } });

describe('turns as messages', () => {
  it('keep roles, texts, calls and what answers them', () => {
    const turns = [
      turn('system', 'Be kind.'),
      turn('user', 'Hi'),
      turn('assistant', '', { toolCalls: [call('look_up', 'x1')] }),
      turn('tool', '{}', { toolCallId: 'x1' }),
      turn('assistant', 'Well', { toolCalls: [call('give', 'x2')] }),
      turn('tool', 'ok', { toolCallId: 'x2' }),
      turn('assistant', ''),
      turn('user', 'Thanks'),
    ];
    expect(toMessages(turns)).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: [asked('look_up', 'x1')] },
      { role: 'tool', content: '{}', tool_call_id: 'x1' },
      { role: 'assistant', content: 'Well', tool_calls: [asked('give', 'x2')] },
      { role: 'tool', content: 'ok', tool_call_id: 'x2' },
      { role: 'assistant', content: '' },
      { role: 'user', content: 'Thanks' },
    ]);
  });

  it('give calls without ids new ones, which results in their order answer', () => {
    const turns = [
      turn('assistant', '', { toolCalls: [call('a'), call('b', 'call00000'), call('c')] }),
      turn('tool', 'for b', { toolCallId: 'call00000' }),
      turn('tool', 'for a'),
      turn('tool', 'for c'),
      turn('tool', 'for nobody'),
    ];
    expect(toMessages(turns)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [asked('a', 'call00001'), asked('b', 'call00000'), asked('c', 'call00002')],
      },
      { role: 'tool', content: 'for b', tool_call_id: 'call00000' },
      { role: 'tool', content: 'for a', tool_call_id: 'call00001' },
      { role: 'tool', content: 'for c', tool_call_id: 'call00002' },
      { role: 'tool', content: 'for nobody', tool_call_id: 'call00003' },
    ]);
  });

  it('always name the call of a result, and never lose a text or a call', () => {
    const calls = fc.array(
      fc.record(
        { name: fc.string(), arguments: fc.string(), id: fc.constantFrom('a', 'call00000') },
        { requiredKeys: ['name', 'arguments'] },
      ),
      { maxLength: 3 },
    );
    const anyTurn = fc.record({
      role: fc.constantFrom<Turn['role'][]>('user', 'assistant', 'tool'),
      text: fc.string(),
      toolCalls: calls,
    });
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 6 }), (turns) => {
        const messages: readonly Message[] = toMessages(turns);
        expect(messages.map(({ content }) => content ?? '')).toEqual(turns.map(({ text }) => text));
        for (const [index, { role, toolCalls }] of turns.entries()) {
          expect(messages[index]?.tool_call_id !== undefined).toBe(role === 'tool');
          if (role === 'assistant') expect(messages[index]?.tool_calls ?? []).toHaveLength(toolCalls.length);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('go without tools where there are none, since servers refuse an empty list', () => {
    expect(chatBody('m', chatRequest('a', { tools: [] }), 'max_tokens')).not.toHaveProperty('tools');
    expect(chatBody('m', chatRequest('a'), 'max_tokens').tools).toEqual([
      {
        type: 'function',
        function: { name: 'issue_credit', description: 'Gives credit', parameters: { type: 'object' } },
      },
    ]);
  });
});
