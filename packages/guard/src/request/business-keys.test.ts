import type { ActionPolicy } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessKeys } from './business-keys.ts';
import { parseRequest } from './parse-request.ts';

const ACTION: ActionPolicy = { name: 'credit', oncePer: ['order', 'item'], claims: [], ceilings: [] };

function keysOf(values: object, rest: object = {}, action: ActionPolicy = ACTION) {
  const parsed = parseRequest({
    action: 'credit',
    principal: { account: 'anna', tenant: 'acme' },
    arguments: values,
    ...rest,
  });
  if (!('request' in parsed)) throw new Error(parsed.reason);
  const result = businessKeys(action, parsed.request, 'host');
  return 'keys' in result ? result.keys : undefined;
}

describe('the key of a transaction', () => {
  it('is the same for every spelling that a backend may take for the same order', () => {
    const key = keysOf({ order: 'A-17', item: 1 })?.once;
    for (const order of ['a-17', ' A-17 ', 'A\u200b-17', 'Ａ-17']) {
      expect(keysOf({ order, item: '1' })?.once, order).toBe(key);
    }
  });

  it('is another one for another order, item or tenant, however they are cut', () => {
    const keys = [
      keysOf({ order: 'ab', item: 'c' }),
      keysOf({ order: 'a', item: 'bc' }),
      keysOf({ order: 'a","item":"b', item: 'c' }),
      keysOf({ order: 'ab', item: 'c' }, { principal: { account: 'anna', tenant: 'other' } }),
    ].map((one) => one?.once);
    expect(new Set(keys).size).toBe(4);
  });

  it('does not depend on what else the model wrote, nor on who asks within the tenant', () => {
    const key = keysOf({ order: 'A', item: 1 })?.once;
    expect(keysOf({ order: 'A', item: 1, reason: 'again' })?.once).toBe(key);
    expect(keysOf({ order: 'A', item: 1 }, { principal: { account: 'ben', tenant: 'acme' } })?.once).toBe(key);
  });

  it.each([
    {},
    { order: 'A' },
    { order: '', item: 1 },
    { order: ' ', item: 1 },
    { order: 1.5, item: 1 },
    { order: {}, item: 1 },
  ])('does not exist for %j', (values) => {
    expect(keysOf(values)).toBeUndefined();
  });
});

describe('the key of a request', () => {
  it('is needed where the policy names no transaction', () => {
    const action = { ...ACTION, oncePer: [] };
    expect(keysOf({}, {}, action)).toBeUndefined();
    expect(keysOf({}, { idempotencyKey: 'k' }, action)).toMatchObject({
      request: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('belongs to an account: nobody can take the key of another one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{1,20}$/), fc.stringMatching(/^[ -~]{1,20}$/), (a, b) => {
        const one = keysOf({ order: 'A', item: 1 }, { idempotencyKey: 'k', principal: { account: a, tenant: b } });
        const other = keysOf(
          { order: 'A', item: 1 },
          { idempotencyKey: 'k', principal: { account: `${a}x`, tenant: b } },
        );
        expect(one?.request).not.toBe(other?.request);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
