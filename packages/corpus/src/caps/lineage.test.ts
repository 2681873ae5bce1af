import type { CapsPolicy } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterAccounts } from '../clusters/cluster-accounts.ts';
import { capContributions } from './cap-contributions.ts';
import { encodeContributions, parseContributions } from './contributions-text.ts';
import { earlierLoad } from './earlier-load.ts';
import { type ContributionKeys, DAY_MS, type EarlierContributions, NO_CONTRIBUTIONS } from './lineage.ts';
import { mergeContributions } from './merge-contributions.ts';
import { summariseContributions } from './summarise-contributions.ts';
import { contributions } from './testing/any-contributions.test-support.ts';
import { columnsOf, type Row } from './testing/columns-of.ts';

const KEY = new Uint8Array(32).fill(3);

/** A row whose account is known by a name that lasts. */
interface NamedRow extends Omit<Row, 'account'> {
  readonly name: string;
  readonly device?: string;
}

/** Admits one corpus after those of its lineage; returns how many records were kept, and the lineage after it. */
function admit(
  rows: readonly NamedRow[],
  caps: Partial<CapsPolicy>,
  earlier: EarlierContributions,
): { readonly kept: number; readonly after: EarlierContributions } {
  const names = [...new Set(rows.map(({ name }) => name))];
  const columns = columnsOf(
    rows.map((row, index) => ({
      text: `${row.name} ${row.time} ${index}`,
      ...row,
      account: names.indexOf(row.name),
      attributes: row.device === undefined ? [] : [{ name: 'device', value: row.device }],
    })),
  );
  const keys: ContributionKeys = {
    accounts: names,
    tenants: ['t0', 't1'],
    sources: ['s0'],
    attributes: columns.attributeValues.map(({ value }) => value),
  };
  const policy: CapsPolicy = {
    windowMs: 30 * DAY_MS,
    records: {},
    slice: {},
    clusterBy: ['device'],
    lineage: true,
    ...caps,
  };
  const clusters = clusterAccounts(columns, { clusterBy: policy.clusterBy, earlier: { contributions: earlier, keys } });
  const { kept, records } = capContributions({
    columns,
    caps: policy,
    eligible: new Uint8Array(columns.count).fill(1),
    clusterOfAccount: clusters.clusterOfAccount,
    families: new Int32Array(columns.count).fill(-1),
    orderKey: KEY,
    earlier: earlierLoad(earlier, keys, clusters),
  });
  return { kept: records.kept, after: mergeContributions(earlier, summariseContributions(columns, kept, keys)) };
}

function admitAll(months: readonly (readonly NamedRow[])[], caps: Partial<CapsPolicy>): readonly number[] {
  let lineage = NO_CONTRIBUTIONS;
  return months.map((rows) => {
    const { kept, after } = admit(rows, caps, lineage);
    lineage = after;
    return kept;
  });
}

const monthly = (month: number, count: number, row: Omit<NamedRow, 'time'>): NamedRow[] =>
  Array.from({ length: count }, (_, index) => ({ ...row, time: (month * 31 + index) * DAY_MS }));
const MONTHS = [0, 1, 2, 3, 4, 5];

describe('caps over a lineage', () => {
  it('adds six months of 8 records up to what one corpus of 48 would give', () => {
    const months = MONTHS.map((month) => monthly(month, 8, { name: 'drip' }));
    expect(admitAll(months, { records: { account: 20 } })).toEqual([8, 8, 4, 0, 0, 0]);
    expect(admitAll([months.flat()], { records: { account: 20 } })).toEqual([20]);
  });

  it('forgets each month without lineage', () => {
    const months = MONTHS.map((month) => monthly(month, 8, { name: 'drip' }));
    expect(admitAll(months, { records: { account: 5 }, lineage: false })).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('counts a fresh account on an old device as the same contributor', () => {
    const months = MONTHS.map((month) => monthly(month, 8, { name: `fresh-${month}`, device: 'd1' }));
    expect(admitAll(months, { records: { account: 20, cluster: 20 } })).toEqual([8, 8, 4, 0, 0, 0]);
  });

  it('does not see that fresh accounts on fresh devices belong together: the budget counts them', () => {
    const months = MONTHS.map((month) => monthly(month, 8, { name: `fresh-${month}`, device: `d${month}` }));
    expect(admitAll(months, { records: { account: 5, cluster: 5 } })).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('counts the slice of a tenant for ever and its other records by the window, across corpora', () => {
    const slice = MONTHS.map((month) => monthly(month, 4, { name: `a${month}`, tenant: 0, inSlice: true }));
    expect(admitAll(slice, { slice: { tenant: 10 } })).toEqual([4, 4, 2, 0, 0, 0]);
    const plain = MONTHS.map((month) => monthly(month, 4, { name: `a${month}`, tenant: 0 }));
    expect(admitAll(plain, { records: { tenant: 4 } })).toEqual([4, 4, 4, 4, 4, 4]);
    const dense = [0, 0, 1].map((month, index) => monthly(month, 4, { name: `a${index}`, tenant: 0 }));
    expect(admitAll(dense, { records: { tenant: 6 } })).toEqual([4, 2, 4]);
  });

  it('lets no account and no device exceed its cap in any number of corpora', () => {
    const rows = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        device: fc.option(fc.constantFrom('d1', 'd2'), { nil: undefined }),
        inSlice: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 5 }), (months) => {
        let lineage = NO_CONTRIBUTIONS;
        for (const month of months) {
          const named = month.map(
            ({ device, ...row }, index): NamedRow => ({
              ...row,
              ...(device === undefined ? {} : { device }),
              time: index * DAY_MS,
            }),
          );
          const caps = { records: { account: 4, cluster: 6 }, slice: { account: 2 } };
          lineage = admit(named, caps, lineage).after;
        }
        for (const { records, slice } of lineage.accounts.values()) {
          expect(records).toBeLessThanOrEqual(4);
          expect(slice).toBeLessThanOrEqual(2);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('holds a cluster to its cap when a later account brings two old devices together, from then on', () => {
    const lineage = mergeContributions(
      admit(monthly(0, 5, { name: 'a', device: 'd1' }), {}, NO_CONTRIBUTIONS).after,
      admit(monthly(0, 5, { name: 'b', device: 'd2' }), {}, NO_CONTRIBUTIONS).after,
    );
    const bridge = [...monthly(1, 1, { name: 'c', device: 'd1' }), ...monthly(1, 1, { name: 'c', device: 'd2' })];
    expect(admit(bridge, { records: { cluster: 10 } }, lineage).kept).toBe(0);
    expect(admit(bridge, { records: { cluster: 11 } }, lineage).kept).toBe(1);
  });
});

describe('summariseContributions', () => {
  const keys: ContributionKeys = { accounts: ['k0', 'k1'], tenants: ['t'], sources: ['s'], attributes: ['x', 'y'] };
  const rows: Row[] = [
    { account: 0, tenant: 0, time: 1.5 * DAY_MS, inSlice: true, attributes: [{ name: 'ip', value: '1' }] },
    { account: 0, tenant: 0, time: -1 },
    { account: 0, tenant: 0 },
    { account: 0, tenant: 0, attributes: [{ name: 'no name', value: '2' }] },
    { account: 1, tenant: 0, time: 0 },
    { account: -1, time: 0 },
  ];

  it('counts what was kept by account, day and slice, and remembers the links of those who gave something', () => {
    const summary = summariseContributions(columnsOf(rows), Uint8Array.from([1, 1, 1, 0, 0, 1]), keys);
    expect(summary).toEqual({
      accounts: new Map([['k0', { records: 3, slice: 1, attributes: ['ip:x'] }]]),
      tenants: new Map([
        [
          't',
          {
            slice: 1,
            undated: 1,
            days: [
              [-1, 1],
              [1, 1],
            ],
          },
        ],
      ]),
      sources: new Map([
        [
          's',
          {
            slice: 1,
            undated: 1,
            days: [
              [-1, 1],
              [0, 1],
              [1, 1],
            ],
          },
        ],
      ]),
    });
  });

  it('adds up ids of one key, and counts a time that is no date as none', () => {
    const columns = columnsOf([
      { account: 0, time: 1e300 },
      { account: 1, time: 8.64e15 },
    ]);
    const both = summariseContributions(columns, new Uint8Array(2).fill(1), { ...keys, accounts: ['k', 'k'] });
    expect(both.accounts).toEqual(new Map([['k', { records: 2, slice: 0, attributes: [] }]]));
    expect(both.sources).toEqual(new Map([['s', { slice: 0, undated: 2, days: [] }]]));
    expect(parseContributions(encodeContributions(both))).toEqual(both);
  });

  it('refuses ids without a key, and keys that would not be read back', () => {
    const all = new Uint8Array(rows.length).fill(1);
    const columns = columnsOf(rows);
    expect(() => summariseContributions(columns, all, { ...keys, accounts: ['k0'] })).toThrow('for account 1');
    expect(() => summariseContributions(columns, all, { ...keys, attributes: ['a:b', 'y'] })).toThrow('`a:b`');
  });
});

describe('mergeContributions', () => {
  it('is commutative and associative, and nothing is neutral', () => {
    fc.assert(
      fc.property(contributions, contributions, contributions, (a, b, c) => {
        const text = encodeContributions;
        expect(text(mergeContributions(a, b))).toBe(text(mergeContributions(b, a)));
        expect(text(mergeContributions(mergeContributions(a, b), c))).toBe(
          text(mergeContributions(a, mergeContributions(b, c))),
        );
        expect(text(mergeContributions(a, NO_CONTRIBUTIONS))).toBe(text(a));
      }),
      { seed: 1, numRuns: 80 },
    );
  });
});
