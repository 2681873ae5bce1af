import type { ActionCeiling, ActionPolicy } from '@bezoar/core';
import { formatAmount, parseAmount } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCanaryHeaders } from './canary-headers.ts';
import { canaryRequest } from './canary-request.ts';

const QUESTION = { policy: 'a'.repeat(64), now: 1_800_000_000_000, headers: parseCanaryHeaders(undefined) };

function ceiling(minor: number, currency = 'USD', scope: ActionCeiling['scope'] = 'account'): ActionCeiling {
  return { scope, limit: { minor, currency }, windowMs: 86_400_000 };
}

function action(
  ceilings: readonly ActionCeiling[],
  amount: Partial<NonNullable<ActionPolicy['amount']>> = {},
): ActionPolicy {
  return {
    name: 'pay',
    amount: { argument: 'cents', currency: 'USD', unit: 'minor', ...amount },
    oncePer: [],
    claims: [],
    ceilings,
    canary: {
      method: 'POST',
      url: 'https://h/',
      arguments: new Map<string, string | boolean>([
        ['account', 'canary-1'],
        ['rush', true],
      ]),
    },
  };
}

const bodyOf = (policy: ActionPolicy): unknown => JSON.parse(canaryRequest(policy, QUESTION)?.body ?? 'null');

describe('the request of a canary', () => {
  it('asks for one minor unit more than the tightest ceiling of money, whatever its scope', () => {
    const count: ActionCeiling = { scope: 'account', limit: { count: 1 }, windowMs: 1 };
    const policy = action([ceiling(5000), count, ceiling(1200, 'USD', 'global'), ceiling(9000, 'USD', 'tenant')]);
    expect(bodyOf(policy)).toEqual({ account: 'canary-1', rush: true, cents: 1201 });
    expect(canaryRequest(policy, QUESTION)).toMatchObject({
      method: 'POST',
      url: 'https://h/',
      ceiling: { minor: 1200, currency: 'USD' },
      amount: { minor: 1201, currency: 'USD' },
    });
  });

  it.each([
    ['USD', 5000, '50.01'],
    ['USD', 4, '0.05'],
    ['USD', 99, '1.00'],
    ['JPY', 5000, '5001'],
    ['KWD', 5000, '5.001'],
  ])('writes major units of %s above %i as the text %s', (currency, limit, text) => {
    expect(bodyOf(action([ceiling(limit, currency)], { currency, unit: 'major' }))).toMatchObject({ cents: text });
  });

  it('asks for exactly the next amount, in either unit, for any ceilings', () => {
    const limits = fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(limits, fc.constantFrom('USD', 'JPY', 'KWD'), fc.boolean(), (minors, currency, isMajor) => {
        const policy = action(
          minors.map((minor) => ceiling(minor, currency)),
          { currency, unit: isMajor ? 'major' : 'minor' },
        );
        const next = Math.min(...minors) + 1;
        const { cents } = bodyOf(policy) as { cents: unknown };
        if (isMajor) expect(`${String(cents)} ${currency}`).toBe(formatAmount({ minor: next, currency }));
        else expect(cents).toBe(next);
        if (isMajor && next < 1e14) expect(parseAmount(`${String(cents)} ${currency}`).minor).toBe(next);
      }),
      { seed: 72, numRuns: 300 },
    );
  });

  it('says that it is a canary, and has a key that no other run, action or document has', () => {
    const policy = action([ceiling(5000)]);
    const headersOf = (one: ActionPolicy, question: Partial<typeof QUESTION>): Readonly<Record<string, string>> =>
      canaryRequest(one, { ...QUESTION, ...question })!.headers;
    expect(headersOf(policy, {})).toEqual(headersOf(policy, {}));
    expect(headersOf(policy, {})).toMatchObject({ 'bezoar-canary': '1', 'content-type': 'application/json' });
    const keys = [
      headersOf(policy, {}),
      headersOf(policy, { now: QUESTION.now + 1 }),
      headersOf(policy, { policy: 'b' }),
      headersOf({ ...policy, name: 'refund' }, {}),
    ].map((headers) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key).toMatch(/^bezoar-canary-[0-9a-f]{32}$/);
  });

  it('carries the headers of the environment, and never lets them take the place of its own', () => {
    const headers = {
      all: new Map([
        ['authorization', 'a'],
        ['bezoar-canary', '0'],
      ]),
      byAction: new Map(),
    };
    expect(canaryRequest(action([ceiling(1)]), { ...QUESTION, headers })?.headers).toMatchObject({
      authorization: 'a',
      'bezoar-canary': '1',
    });
  });

  it('is none without a canary, an amount or a ceiling of money', () => {
    const { canary: _, ...without } = action([ceiling(1)]);
    const { amount: __, ...counted } = action([ceiling(1)]);
    for (const one of [without, counted, action([])]) expect(canaryRequest(one, QUESTION)).toBeUndefined();
  });
});
