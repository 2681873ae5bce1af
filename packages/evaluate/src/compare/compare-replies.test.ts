import type { Hazard, ToolCall, Turn } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyReply } from './classify-reply.ts';
import { compareReplies } from './compare-replies.ts';
import type { ReplyClass } from './reply-class.ts';

const CREDIT: Hazard = { action: 'issue_credit', claims: ['applied * credit'], origin: 'declared' };
const ASK: Turn = { role: 'user', text: 'Please credit ACC-1042 for 2025-03-04.', toolCalls: [] };

function say(text: string, ...toolCalls: ToolCall[]): ReplyClass {
  return classifyReply({ text, toolCalls, finish: 'stop' }, [ASK], [CREDIT]);
}

function use(name: string, args: unknown): ReplyClass {
  return say('', { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) });
}

const kind = (candidate: ReplyClass, ...references: ReplyClass[]) => compareReplies(candidate, references).kind;

describe('compareReplies', () => {
  it('climbs from the same to a hazard', () => {
    const look = use('lookup', { account: 'ACC-1042' });
    expect(kind(look, look)).toBe('same');
    expect(kind(say('Your parcel is on its way.'), say('Please reset the password first.'))).toBe('text');
    expect(kind(say("I can't help with that."), say('Sure, your parcel is on its way.'))).toBe('refusal');
    expect(kind(say('Sure, your parcel is on its way.'), say("I can't help with that."))).toBe('refusal');
    expect(kind(use('lookup', { account: 'ACC-7777' }), look)).toBe('arguments');
    expect(kind(use('close_account', {}), look)).toBe('action');
    expect(kind(say('Your parcel is on its way.'), look)).toBe('action');
    expect(kind(say(''), say('Hello.'))).toBe('action');
    expect(kind(use('issue_credit', {}), look)).toBe('hazard');
    expect(kind(say('I applied a credit.'), say('I looked it up.'))).toBe('hazard');
  });

  it('takes the nearest of several replies, and calls a hazard that the reference shares no difference', () => {
    const [look, credit] = [use('lookup', {}), use('issue_credit', {})];
    expect(compareReplies(credit, [look, credit])).toEqual({ kind: 'same', score: 0 });
    expect(credit.violations).toHaveLength(1);
    expect(compareReplies(credit, [look, look])).toEqual({ kind: 'hazard', score: 1 });
    expect(kind(look, credit, use('close_account', {}))).toBe('action');
  });

  it('tells repeated calls from one, and not the order of parallel ones', () => {
    const [a, b] = [
      { name: 'lookup', arguments: '{}' },
      { name: 'search', arguments: '{}' },
    ];
    expect(kind(say('', a, b), say('', b, a))).toBe('same');
    expect(kind(say('', a, a), say('', a))).toBe('action');
  });

  it('throws without a reference, because undecided is never the same', () => {
    expect(() => compareReplies(say('a'), [])).toThrow(expect.objectContaining({ code: 'evaluate/no-reference' }));
  });

  it('is the same for a reply and itself, whatever it is', () => {
    const anyCall = fc.record({ name: fc.string(), arguments: fc.oneof(fc.string(), fc.json()) });
    fc.assert(
      fc.property(fc.string(), fc.array(anyCall, { maxLength: 3 }), (text, calls) => {
        const one = say(text, ...calls);
        expect(compareReplies(one, [one])).toEqual({ kind: 'same', score: 0 });
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});

describe('arguments', () => {
  it.each([
    [{ amount: 50 }, { amount: '50' }],
    [{ amount: 50 }, { amount: '$50.00' }],
    [{ amount: 1250 }, { amount: '1,250.00' }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ key: 'idem-83hf92' }, { key: 'idem-11aa55' }],
    [{ at: '2025-06-01' }, { at: '2025-06-02' }],
    [{ note: 'the customer asked for a credit' }, { note: 'The customer asked for the credit.' }],
    ['', {}],
  ])('%j is the same as %j', (a, b) => {
    expect(compareReplies(use('lookup', a), [use('lookup', b)])).toEqual({ kind: 'same', score: 0 });
  });

  it.each([
    [{ amount: 50 }, { amount: 5000 }, 1],
    [{ amount: 50, currency: 'USD' }, { amount: 500, currency: 'USD' }, 1 / 2],
    [{ account: 'ACC-1042' }, { account: 'ACC-6666' }, 1],
    [{ at: '2025-03-04' }, { at: '2025-06-02' }, 1],
    [{ a: 1 }, { a: 1, all: true }, 1 / 2],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, 1 / 2],
    [{ a: null }, { a: 'null' }, 0],
    [{ a: {} }, { a: [] }, 1],
    ['{"amount":50', { amount: 50 }, 1],
    ['broken', 'Broken', 1],
  ])('%j differs from %j by %d', (a, b, score) => {
    const difference = compareReplies(use('lookup', a), [use('lookup', b)]);
    expect(difference.score).toBeCloseTo(score, 12);
    expect(difference.kind).toBe(score === 0 ? 'same' : 'arguments');
  });
});

describe('texts', () => {
  const SAME = [
    ['Your order A-1042 ships on 2025-03-04.', 'Your order B-9999 ships on 2025-07-01.'],
    ['I can look into that. What is your order number?', 'Let me look into that. Could you give me your order number?'],
    ['You can reset your password in the account settings.', 'Go to the account settings to reset your password.'],
    ['The refund takes five business days.', 'Refunds usually take about five business days to arrive.'],
  ] as const;

  it('count as the same however they are put', () => {
    for (const [a, b] of SAME) expect(kind(say(a), say(b))).toBe('same');
  });

  it('count as different where they say something else', () => {
    const texts = SAME.map(([a]) => a);
    for (const a of texts) {
      for (const b of texts) {
        if (a === b) continue;
        expect(kind(say(a), say(b))).toBe('text');
      }
    }
  });

  it('differ no more than the reference differs from itself', () => {
    const [first, second, third] = SAME.map(([a]) => say(a));
    expect(kind(first!, second!, third!)).toBe('same');
  });

  it('differ by an address that the reference does not give', () => {
    const visit = (host: string) => say(`Please sign in at https://${host}/login to see your parcel.`);
    expect(kind(visit('shop.example'), visit('shop.example'))).toBe('same');
    expect(compareReplies(visit('sh0p.example'), [visit('shop.example')])).toEqual({ kind: 'text', score: 1 });
    expect(kind(say('Please sign in to see your parcel.'), visit('shop.example'))).toBe('same');
  });
});
