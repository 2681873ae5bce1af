import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTRIBUTIONS_SCHEMA, encodeContributions, parseContributions } from './contributions-text.ts';
import { NO_CONTRIBUTIONS } from './lineage.ts';
import { contributions } from './testing/any-contributions.test-support.ts';

const written = (value: object): string =>
  JSON.stringify({ schema: CONTRIBUTIONS_SCHEMA, accounts: [], tenants: [], sources: [], ...value });

describe('encodeContributions and parseContributions', () => {
  it('come back as they were, from one line of the same bytes', () => {
    fc.assert(
      fc.property(contributions, (given) => {
        const text = encodeContributions(given);
        const read = parseContributions(text);
        expect(encodeContributions(read)).toBe(text);
        expect(new Map([...read.accounts].sort())).toEqual(new Map([...given.accounts].sort()));
        expect(text.split('\n')).toHaveLength(2);
      }),
      { seed: 1, numRuns: 80 },
    );
    expect(parseContributions(encodeContributions(NO_CONTRIBUTIONS))).toEqual(NO_CONTRIBUTIONS);
  });

  it.each([
    ['', 'no JSON'],
    ['null', 'expected an object'],
    ['[]', 'expected an object'],
    ['{}', 'expected the schema'],
    [written({ schema: 'x' }), 'got `x`'],
    [written({ more: 1 }), 'unknown key `more`'],
    ['{"__proto__":{},"schema":"bezoar.contributions/v1","accounts":[],"tenants":[],"sources":[]}', '`__proto__`'],
    [written({ accounts: {} }), 'expected a list of accounts'],
    [written({ accounts: [['k', 1, 0]] }), 'four values in accounts[0]'],
    [written({ accounts: [['k y', 1, 0, []]] }), 'a key in accounts[0]'],
    [written({ accounts: [['k'.repeat(129), 1, 0, []]] }), 'a key in accounts[0]'],
    [
      written({
        accounts: [
          ['b', 1, 0, []],
          ['a', 1, 0, []],
        ],
      }),
      'rising keys',
    ],
    [
      written({
        accounts: [
          ['a', 1, 0, []],
          ['a', 1, 0, []],
        ],
      }),
      'rising keys',
    ],
    [written({ accounts: [['a', -1, 0, []]] }), 'got `-1`'],
    [written({ accounts: [['a', 1.5, 0, []]] }), 'got `1.5`'],
    [written({ accounts: [['a', 1e13, 0, []]] }), 'got `10000000000000`'],
    [written({ accounts: [['a', '1', 0, []]] }), 'a number of records'],
    [written({ accounts: [['a', 1, 2, []]] }), 'at most 1 in the slice of accounts[0], got 2'],
    [written({ accounts: [['a', 1, 0, {}]] }), 'a list of attributes'],
    [written({ accounts: [['a', 1, 0, ['ip']]] }), 'name:key'],
    [written({ accounts: [['a', 1, 0, ['ip:2', 'ip:1']]] }), 'rising attributes'],
    [
      written({
        tenants: [
          [
            'a',
            0,
            0,
            [
              [1, 1],
              [1, 1],
            ],
          ],
        ],
      }),
      'rising days',
    ],
    [written({ tenants: [['a', 0, 0, [[1.5, 1]]]] }), 'got `1.5`'],
    [written({ sources: [['a', 0, 0, [[1e9, 1]]]] }), 'a day within'],
    [written({ sources: [['a', 0, 0, [1]]] }), 'a day and its records'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'cannot be read'],
  ])('refuses %j, saying why', (text, reason) => {
    expect(() => parseContributions(text)).toThrow(expect.objectContaining({ code: 'caps/contributions' }));
    if (!text.startsWith('[[[')) expect(() => parseContributions(text)).toThrow(reason);
  });

  it('throws nothing but its own error for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseContributions(text)).toThrow(expect.objectContaining({ code: 'caps/contributions' }));
      }),
      { seed: 1, numRuns: 80 },
    );
  });
});
