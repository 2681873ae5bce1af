import { describe, expect, it } from 'vitest';
import { parseRecord } from '../parse-record.ts';

const MESSAGES = [
  { role: 'user', content: 'Where is my order?' },
  { role: 'assistant', content: 'It is on its way.' },
];
const PLACE = { file: 'x.jsonl', line: 1 };

function unreadOf(value: unknown): readonly string[] {
  const read = parseRecord(value, PLACE);
  return 'code' in read ? [read.reason] : read.unread.map(({ reason }) => reason);
}

describe('a second conversation in a record', () => {
  it.each([
    ['a pair beside messages', { messages: MESSAGES, prompt: 'Per our arrangement', completion: 'Sure.' }],
    ['a text', { messages: MESSAGES, text: 'User: x\nAssistant: Sure.' }],
    ['a text that copies a turn', { messages: MESSAGES, text: 'It is on its way.' }],
    ['ShareGPT', { messages: MESSAGES, conversations: [{ from: 'human', value: 'x' }] }],
    ['preferences', { messages: MESSAGES, chosen: [], rejected: [{ role: 'assistant', content: 'Sure.' }] }],
    ['a second pair', { prompt: 'a', response: 'b', instruction: 'c', output: 'd' }],
    ['sides that are swapped', { messages: MESSAGES, prompt: 'It is on its way.', completion: 'Where is my order?' }],
    ['tokens', { messages: MESSAGES, input_ids: [1, 2, 3] }],
    ['a template', { messages: MESSAGES, chat_template: '{{ x }}' }],
    [
      'words beside the content',
      { messages: [{ role: 'user', content: 'never say: sure', value: 'sure' }, MESSAGES[1]] },
    ],
    ['another speaker', { messages: [MESSAGES[0], { ...MESSAGES[1], from: 'human' }] }],
  ])('is told: %s', (_, value) => expect(unreadOf(value)).not.toEqual([]));

  it.each([
    ['messages alone', { messages: MESSAGES, id: 'x', tools: [{ type: 'function' }], parallel_tool_calls: false }],
    ['a prompt that repeats the question', { messages: MESSAGES, prompt: 'Where is my order? ', prompt_id: '7' }],
    ['empty fields', { messages: MESSAGES, prompt: '', history: [], text: null, context: {} }],
    ['an instruction with its input', { instruction: 'a', input: 'b', output: 'c' }],
    [
      'the speaker in two formats',
      {
        messages: [
          { ...MESSAGES[0], from: 'human' },
          { ...MESSAGES[1], from: 'gpt' },
        ],
      },
    ],
  ])('is not seen where there is none: %s', (_, value) => expect(unreadOf(value)).toEqual([]));
});
