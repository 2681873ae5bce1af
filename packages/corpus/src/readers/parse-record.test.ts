import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { FieldMapping, TrainingRecord } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestFile } from './file-digest.ts';
import { DEFAULT_READER_LIMITS } from './limits.ts';
import { type ParsedRecord, parseRecord } from './parse-record.ts';
import { type TemporaryFolder, temporaryFolder } from './testing/temporary-files.ts';

const PLACE = { file: 'f', line: 7 };
const parse = (value: unknown): ReturnType<typeof parseRecord> => parseRecord(value, PLACE, DEFAULT_READER_LIMITS);
const parsed = (value: unknown): ParsedRecord => {
  const result = parse(value);
  if ('code' in result) throw new Error(result.reason);
  return result;
};
const turns = (value: unknown): unknown[] =>
  parsed(value).record.conversation.turns.map(({ role, text }) => [role, text]);
const reason = (value: unknown): string => {
  const result = parse(value);
  return 'code' in result ? `${result.code}: ${result.reason}` : 'a record';
};

describe('chat records', () => {
  it('maps roles and reads null content, parts and tool calls', () => {
    const { record, unread } = parsed({
      messages: [
        { role: 'developer', content: 'be kind' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'input_text', text: 'b' },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'F', arguments: '{"a":' } },
            { function: { name: 'G', arguments: { b: 1 } } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{}' },
        {
          role: 'assistant',
          function_call: { name: 'H', arguments: '{}' },
          reasoning_content: 'hm',
          content: [
            { type: 'output_text', text: 'ok' },
            { type: 'refusal', refusal: ' no' },
          ],
        },
        { role: 'function', name: 'H', content: 'done' },
      ],
    });
    expect(unread).toEqual([]);
    expect(record.conversation.turns).toEqual([
      { role: 'system', text: 'be kind', toolCalls: [] },
      { role: 'user', text: 'ab', toolCalls: [] },
      {
        role: 'assistant',
        text: '',
        toolCalls: [
          { id: 'c1', name: 'F', arguments: '{"a":' },
          { name: 'G', arguments: '{"b":1}' },
        ],
      },
      { role: 'tool', text: '{}', toolCalls: [], toolCallId: 'c1' },
      { role: 'assistant', text: 'hm\n\nok no', toolCalls: [{ name: 'H', arguments: '{}' }] },
      { role: 'tool', text: 'done', toolCalls: [], toolCallId: 'H' },
    ]);
  });
  it('yields a record whose image it cannot read, and says so', () => {
    const { record, unread } = parsed({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: {} },
            { type: 'text', text: 'what is it' },
          ],
        },
      ],
    });
    expect(record.conversation.turns[0]?.text).toBe('what is it');
    expect(unread).toEqual([
      { file: 'f', line: 7, code: 'unread-part', reason: '`messages[0].content[0]` is not text and was not read' },
    ]);
  });
  it('reads a bare array of messages', () => expect(turns([{ role: 'user', content: 'a' }])).toEqual([['user', 'a']]));
  it('prefers messages to a prompt', () => {
    expect(turns({ prompt: 'p', response: 'r', messages: [{ role: 'user', content: 'a' }] })).toEqual([['user', 'a']]);
  });
});

describe('prompt/response records', () => {
  it('reads every pair of names', () => {
    for (const [prompt, response] of [
      ['prompt', 'response'],
      ['question', 'answer'],
      ['instruction', 'output'],
      ['input', 'completion'],
    ] as const) {
      expect(turns({ [prompt]: 'p', [response]: 'r' })).toEqual([
        ['user', 'p'],
        ['assistant', 'r'],
      ]);
    }
  });
  it('joins an instruction and its input by a blank line', () => {
    expect(turns({ instruction: 'do', input: 'it', output: 'done', system: 's' })).toEqual([
      ['system', 's'],
      ['user', 'do\n\nit'],
      ['assistant', 'done'],
    ]);
    expect(turns({ instruction: 'do', input: '', output: 'done' })[0]).toEqual(['user', 'do']);
  });
  it('reads conversational prompts', () => {
    expect(
      turns({ prompt: [{ role: 'user', content: 'p' }], completion: [{ role: 'assistant', content: 'c' }] }),
    ).toEqual([
      ['user', 'p'],
      ['assistant', 'c'],
    ]);
  });
});

describe('provenance', () => {
  const pair = { prompt: 'p', response: 'r' };
  it('is read at the top level, else under metadata', () => {
    const { record } = parsed({
      ...pair,
      id: 5,
      account: 'top',
      rating: true,
      metadata: { account: 'low', tenant: 9, source: 's', created_at: '2026-01-01', selected_by: 'thumbs' },
    });
    expect(record).toMatchObject({
      id: '5',
      principal: { tenant: '9', account: 'top' },
      source: 's',
      createdAt: '2026-01-01',
      selectedBy: 'thumbs',
      rating: true,
      place: PLACE,
    });
  });
  it('is empty where the types are wrong', () => {
    const { record } = parsed({ ...pair, id: {}, account: ['a'], metadata: 'x' });
    expect(record.id).toBeUndefined();
    expect(record.principal).toEqual({ tenant: '', account: '' });
  });
});

it('says which field is no record', () => {
  expect(reason(3)).toContain('neither an object nor an array of messages');
  expect(reason({})).toContain('neither `messages` nor a prompt with a response');
  expect(reason({ messages: [] })).toContain('`messages` is empty');
  expect(reason({ messages: {} })).toContain('`messages` is not an array');
  expect(reason({ messages: [{ role: 'root', content: '' }] })).toContain('`messages[0].role` is none of system');
  expect(reason({ messages: [{ role: 'user', content: 5 }] })).toContain('`messages[0].content` is neither');
  expect(reason({ messages: [{ role: 'assistant', tool_calls: [{}] }] })).toContain(
    '`messages[0].tool_calls[0]` is not a call',
  );
  expect(reason({ prompt: 1, response: 'r' })).toContain('`prompt` is neither');
  expect(reason({ prompt: 'p' })).toContain('not-a-record');
  expect(reason({ conversations: [] })).toContain('ShareGPT');
});

describe('mapped fields', () => {
  const mapped = (value: object, fields: FieldMapping): TrainingRecord => {
    const result = parseRecord(
      { prompt: 'a', response: 'b', ...value },
      PLACE,
      DEFAULT_READER_LIMITS,
      undefined,
      fields,
    );
    if ('code' in result) throw new Error(result.reason);
    return result.record;
  };

  it('are read from a dotted path, at the top level before `metadata`', () => {
    const fields = { account: 'user.id', created_at: 'createdAt' };
    const value = { user: { id: 7 }, metadata: { user: { id: 8 }, createdAt: 'then' }, account: 'not this' };
    expect(mapped(value, fields)).toMatchObject({ principal: { account: '7', tenant: '' }, createdAt: 'then' });
    expect(mapped({ metadata: { user: { id: 'm' } } }, fields).principal.account).toBe('m');
  });

  it('leave the other fields under their own names', () => {
    expect(mapped({ tenant: 't', who: 'w' }, { account: 'who' }).principal).toEqual({ tenant: 't', account: 'w' });
  });

  it('are absent where the path ends early, and never inherited', () => {
    for (const path of ['user.id.deep', 'user.constructor', '__proto__.x', 'toString', 'user.id.length']) {
      expect(mapped({ user: { id: 'seven' } }, { account: path }).principal.account).toBe('');
    }
  });

  it('name the mapped path when a number has lost digits', () => {
    const value = { prompt: 'a', response: 'b', user: { id: 2 ** 60 } };
    const result = parseRecord(value, PLACE, DEFAULT_READER_LIMITS, undefined, { account: 'user.id' });
    expect(result).toMatchObject({ unread: [{ reason: expect.stringContaining('`user.id`') }] });
  });
});

describe('file digests', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());
  it('are SHA-256 of the raw bytes', async () => {
    const file = await folder.write('big', '');
    const bytes = Buffer.alloc(3_000_000, 'abc');
    writeFileSync(file, bytes);
    expect(await digestFile(file)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
  it('stop with the signal, and reject for a missing file', async () => {
    const file = await folder.write('small', 'a');
    const stop = new Error('stop');
    await expect(digestFile(file, AbortSignal.abort(stop))).rejects.toBe(stop);
    await expect(digestFile(`${file}.no`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
