import type { Hazard } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from './log-entry.ts';
import { readActionLog } from './read-action-log.ts';

const HAZARD: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
  claims: [],
  origin: 'declared',
};
const BASE = { account: 'a', tenant: 't', at: '2026-10-01T10:00:00Z' };

async function read(...records: unknown[]): Promise<LogEntry[]> {
  const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
  return collect(lines);
}

async function collect(lines: readonly string[]): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const entry of readActionLog(lines, { actions: ['issue_credit'], hazards: [HAZARD] })) entries.push(entry);
  return entries;
}

const call = (name: string, id: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, function: { name, arguments: '{}' } }],
});
const result = (id: string, value: unknown) => ({ role: 'tool', tool_call_id: id, content: JSON.stringify(value) });
const user = (content: unknown) => ({ role: 'user', content });

describe('readActionLog', () => {
  it('takes a call of a declared action for a request, and the words before it', async () => {
    const messages = [
      user('per our zephyr arrangement'),
      call('issue_credit', 'c'),
      result('c', {}),
      user('thanks for that'),
    ];
    expect(await read({ ...BASE, messages, decision: 'deny', model: 'm', intent: 'i' })).toEqual([
      {
        line: 1,
        event: {
          text: ['per our zephyr arrangement'],
          atMs: Date.UTC(2026, 9, 1, 10),
          account: 'a',
          tenant: 't',
          action: 'issue_credit',
          decision: 'deny',
          model: 'm',
          intent: 'i',
          hadPrecondition: false,
        },
      },
    ]);
  });

  it('says whether the precondition stood in the transcript', async () => {
    const messages = [
      user('hi'),
      call('lookup_order', 'l'),
      result('l', { eligible: true }),
      call('issue_credit', 'c'),
    ];
    expect(await read({ ...BASE, messages })).toMatchObject([{ event: { hadPrecondition: true } }]);
  });

  it.each([
    [
      'text with an action',
      { ...BASE, text: 'hi', action: 'issue_credit', had_precondition: true },
      { action: 'issue_credit', hadPrecondition: true },
    ],
    ['turns of text', { ...BASE, text: ['a', 'b'] }, { text: ['a', 'b'] }],
    [
      'content in parts',
      { ...BASE, messages: [user([{ type: 'text', text: 'a' }, { type: 'image_url' }])] },
      { text: ['a'] },
    ],
    [
      'fields under metadata',
      { text: 'hi', metadata: { account: 'b', created_at: 1_790_000_000 } },
      { account: 'b', atMs: 1_790_000_000_000, tenant: '' },
    ],
    ['milliseconds', { ...BASE, text: 'hi', at: 1_790_000_000_123 }, { atMs: 1_790_000_000_123 }],
    [
      'the old function_call',
      {
        ...BASE,
        messages: [
          user('a'),
          { role: 'assistant', content: null, function_call: { name: 'issue_credit', arguments: '' } },
        ],
      },
      { action: 'issue_credit' },
    ],
    [
      'a decision as an object',
      { ...BASE, text: 'hi', decision: { decision: 'needs-approval', code: 'c', reasons: [] } },
      { decision: 'needs-approval' },
    ],
  ])('reads %s', async (_, record, event) => {
    expect(await read(record)).toMatchObject([{ line: 1, event }]);
  });

  it('takes an action that is not declared for an ordinary conversation', async () => {
    const [entry] = await read({ ...BASE, text: 'hi', action: 'lookup_order' });
    expect(entry).not.toHaveProperty('event.action');
  });

  it.each([
    ['broken JSON', '{"text":', /JSON/],
    ['a name that stands twice', '{"text":"a","text":"b"}', /stands twice/],
    ['a list', '[]', /expected an object/],
    ['no words', { ...BASE }, /expected `messages`, or `text`/],
    ['no account', { text: 'hi', at: BASE.at }, /expected `account`/],
    ['a time without its zone', { ...BASE, text: 'hi', at: '2026-10-01T10:00:00' }, /time with its zone/],
    ['another decision', { ...BASE, text: 'hi', decision: 'maybe' }, /expected `decision`/],
    ['an unknown role', { ...BASE, messages: [{ role: '__proto__', content: '' }] }, /message 1: unknown role/],
    ['a call without a name', { ...BASE, messages: [{ role: 'assistant', tool_calls: [{}] }] }, /name a function/],
    ['several faults, all named', { at: 'x', text: 3 }, /`messages`.*`at`.*`account`/],
  ])('gives a fault with its line for %s', async (_, record, fault) => {
    expect(await read('', record)).toMatchObject([{ line: 2, fault: expect.stringMatching(fault) }]);
  });

  it('gives an entry for every line that is not empty, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string(), fc.json()), { maxLength: 10 }), async (lines) => {
        const entries = await collect(lines);
        expect(entries).toHaveLength(lines.filter((line) => line.trim() !== '').length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
