import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../model/model-error.ts';
import { parseChatReply } from './parse-chat-reply.ts';
import { parseCompletionReply } from './parse-completion-reply.ts';

const answer = (message: object, finish_reason: string | null = 'stop', more: object = {}) => ({
  choices: [{ message, finish_reason, ...more }],
});
const FUNCTION = { name: 'issue_credit', arguments: '{"cents":500}' };
const CALL = { id: 'a', type: 'function', function: FUNCTION };

describe('an answer of chat completions', () => {
  it.each([
    ['a text', answer({ content: 'hi' }), { text: 'hi', toolCalls: [], finish: 'stop' }],
    ['an empty text', answer({ content: '' }), { text: '', toolCalls: [], finish: 'stop' }],
    [
      'parts',
      answer({
        content: [
          { type: 'text', text: 'a' },
          { type: 'thinking', thinking: 'x' },
          { type: 'output_text', text: 'b' },
        ],
      }),
      { text: 'ab', toolCalls: [], finish: 'stop' },
    ],
    ['a refusal', answer({ content: null, refusal: 'No.' }), { text: 'No.', toolCalls: [], finish: 'stop' }],
    ['a text and a refusal', answer({ content: 'a', refusal: 'b' }), { text: 'a\nb', toolCalls: [], finish: 'stop' }],
    [
      'thoughts',
      answer({ content: 'a', reasoning_content: 'b', reasoning: 'c' }),
      { text: 'a', toolCalls: [], finish: 'stop' },
    ],
    [
      'thoughts up to the limit',
      answer({ content: null, reasoning_content: 'b' }, 'length'),
      { text: '', toolCalls: [], finish: 'length' },
    ],
    ['an end of its own', answer({ content: 'a' }, 'content_filter'), { text: 'a', toolCalls: [], finish: 'other' }],
    ['no end', answer({ content: 'a' }, null), { text: 'a', toolCalls: [], finish: 'other' }],
    [
      'a call',
      answer({ content: null, tool_calls: [CALL] }, 'tool_calls'),
      { text: '', toolCalls: [{ id: 'a', ...FUNCTION }], finish: 'tool-calls' },
    ],
    [
      'a call and a text, said to have stopped',
      answer({ content: 'One moment', tool_calls: [CALL] }),
      { text: 'One moment', toolCalls: [{ id: 'a', ...FUNCTION }], finish: 'stop' },
    ],
    [
      'calls without ids, types and arguments',
      answer(
        { tool_calls: [{ function: { name: 'a' } }, { id: '', function: { name: 'b', arguments: null } }] },
        'tool_calls',
      ),
      {
        text: '',
        toolCalls: [
          { name: 'a', arguments: '{}' },
          { name: 'b', arguments: '{}' },
        ],
        finish: 'tool-calls',
      },
    ],
    [
      'arguments that the server parsed',
      answer({ tool_calls: [{ ...CALL, function: { name: 'a', arguments: { b: 1, a: [2] } } }] }, 'tool_calls'),
      { text: '', toolCalls: [{ id: 'a', name: 'a', arguments: '{"a":[2],"b":1}' }], finish: 'tool-calls' },
    ],
    [
      'arguments that the model wrote badly',
      answer({ tool_calls: [{ ...CALL, function: { name: 'a', arguments: '{"cents":' } }] }, 'tool_calls'),
      { text: '', toolCalls: [{ id: 'a', name: 'a', arguments: '{"cents":' }], finish: 'tool-calls' },
    ],
    [
      'a call in the older way',
      answer({ content: null, function_call: FUNCTION }, 'function_call'),
      { text: '', toolCalls: [FUNCTION], finish: 'tool-calls' },
    ],
    [
      'a call in both ways',
      answer({ tool_calls: [CALL], function_call: FUNCTION }, 'tool_calls'),
      { text: '', toolCalls: [{ id: 'a', ...FUNCTION }], finish: 'tool-calls' },
    ],
    [
      'empty lists and nulls',
      { ...answer({ content: 'a', tool_calls: [], function_call: null, refusal: null }), usage: null },
      { text: 'a', toolCalls: [], finish: 'stop' },
    ],
  ])('may hold %s', (_what, value, expected) => {
    expect(parseChatReply(value)).toEqual(expected);
  });

  it('may hold logprobs, a hair above zero or said to be impossible, most likely first', () => {
    const content = [
      {
        token: 'a',
        bytes: [97],
        logprob: 1e-7,
        top_logprobs: [
          { token: 'b', logprob: -9999 },
          { token: 'a', logprob: 1e-7 },
        ],
      },
      { token: 'c', logprob: -1 },
    ];
    expect(parseChatReply(answer({ content: 'ac' }, 'stop', { logprobs: { content } })).logprobs).toEqual([
      {
        token: 'a',
        logprob: 0,
        top: [
          { token: 'a', logprob: 0 },
          { token: 'b', logprob: -9999 },
        ],
      },
      { token: 'c', logprob: -1, top: [] },
    ]);
    expect(parseChatReply(answer({ content: 'a' }, 'stop', { logprobs: null }))).not.toHaveProperty('logprobs');
    expect(parseChatReply(answer({ content: 'a' }, 'stop', { logprobs: { content: null } }))).not.toHaveProperty(
      'logprobs',
    );
  });
});

describe('an answer of raw completions', () => {
  const completion = (logprobs: unknown) => ({
    choices: [{ text: 'a b', finish_reason: 'length', logprobs }],
    model: 'm',
  });
  const expected = [
    {
      token: 'a',
      logprob: -0.5,
      top: [
        { token: 'a', logprob: -0.5 },
        { token: 'x', logprob: -2 },
      ],
    },
    { token: ' b', logprob: -0.1, top: [] },
  ];

  it.each([
    [
      'beside each other',
      {
        tokens: ['a', ' b'],
        token_logprobs: [-0.5, -0.1],
        top_logprobs: [{ x: -2, a: -0.5 }, null],
        text_offset: [0, 1],
      },
    ],
    [
      'as in chats',
      {
        content: [
          {
            id: 5,
            token: 'a',
            logprob: -0.5,
            top_logprobs: [
              { token: 'a', logprob: -0.5 },
              { token: 'x', logprob: -2 },
            ],
          },
          { token: ' b', logprob: -0.1, top_logprobs: [] },
        ],
      },
    ],
  ])('may hold logprobs %s', (_how, logprobs) => {
    expect(parseCompletionReply(completion(logprobs))).toEqual({
      text: 'a b',
      finish: 'length',
      servedBy: 'm',
      logprobs: expected,
    });
  });

  it.each([
    ['of different length', { tokens: ['a', 'b'], token_logprobs: [-1] }],
    [
      'with alternatives of different length',
      { tokens: ['a', 'b'], token_logprobs: [-1, -1], top_logprobs: [{ a: -1 }] },
    ],
    ['with a gap', { tokens: ['a'], token_logprobs: [null] }],
    ['with alternatives above 1', { tokens: ['a'], token_logprobs: [-1], top_logprobs: [{ a: 3 }] }],
    ['with texts for tokens left out', { tokens: [1], token_logprobs: [-1] }],
  ])('is malformed where it holds lists %s', (_how, logprobs) => {
    expect(() => parseCompletionReply(completion(logprobs))).toThrow(ModelError);
  });

  it.each([[{}], [{ text: null }], [{ text: ['a'] }]])('is malformed where its choice is %j', (choice) => {
    expect(() => parseCompletionReply({ choices: [choice] })).toThrow(ModelError);
  });
});

describe('any answer', () => {
  /** Field names of real answers, so that nested junk is reached. */
  const name = fc.constantFrom(
    ...['choices', 'message', 'content', 'tool_calls', 'function', 'name', 'arguments', 'logprobs', 'top_logprobs'],
    ...[
      'tokens',
      'token_logprobs',
      'token',
      'logprob',
      'usage',
      'text',
      'type',
      'refusal',
      'finish_reason',
      '__proto__',
    ],
  );
  const { junk } = fc.letrec((tie) => ({
    junk: fc.oneof(
      { maxDepth: 7, depthSize: 'medium' },
      fc.constantFrom(null, true, 0, -1, 1e300, Number.NaN, '', 'text', 'tool_calls', 'stop', [], {}),
      fc.array(tie('junk'), { minLength: 1, maxLength: 2 }),
      fc.dictionary(name, tie('junk'), { maxKeys: 6 }),
    ),
  }));

  it('is a reply or malformed, whatever it holds', () => {
    let replies = 0;
    const choice = fc.record({ message: junk, text: junk, logprobs: junk, finish_reason: junk }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.oneof(
          junk,
          choice.map((one) => ({ choices: [one] })),
        ),
        (value) => {
          for (const parse of [parseChatReply, parseCompletionReply]) {
            try {
              const reply = parse(value);
              expect(typeof reply.text).toBe('string');
              replies++;
            } catch (error) {
              expect(error).toMatchObject({ code: 'evaluate/model-malformed' });
            }
          }
        },
      ),
      { seed: 3, numRuns: 2000 },
    );
    expect(replies).toBeGreaterThan(10);
  });
});
