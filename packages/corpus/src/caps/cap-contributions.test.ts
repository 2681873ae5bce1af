import { type CapCounts, type CapsPolicy, seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAP_CHECKS } from './cap-checks.ts';
import { type CapInput, type CapResult, capContributions } from './cap-contributions.ts';
import { contributionOrder } from './contribution-order.ts';
import type { EarlierLoad } from './earlier-load.ts';
import { DAY_MS } from './lineage.ts';
import { columnsOf, type Row } from './testing/columns-of.ts';
import { firstFull } from './testing/naive-caps.ts';

const KEY = new Uint8Array(32).fill(7);

const policy = (records: CapCounts, more: Partial<CapsPolicy> = {}): CapsPolicy => ({
  windowMs: 30 * DAY_MS,
  records,
  slice: {},
  clusterBy: [],
  lineage: true,
  ...more,
});

function capped(rows: readonly Row[], caps: CapsPolicy, more: Partial<CapInput> = {}): CapResult {
  const columns = columnsOf(rows);
  return capContributions({
    columns,
    caps,
    eligible: new Uint8Array(columns.count).fill(1),
    clusterOfAccount: new Int32Array(columns.accountCount).fill(-1),
    families: new Int32Array(columns.count).fill(-1),
    orderKey: KEY,
    ...more,
  });
}

const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);
const total = (values: Uint8Array): number => values.reduce((sum, one) => sum + one, 0);

describe('capContributions', () => {
  it('keeps everything where the policy sets no cap', () => {
    const { kept, uses } = capped(times(50, { account: 0 }), policy({}));
    expect(total(kept)).toBe(50);
    expect(uses).toEqual([]);
  });

  it('keeps as many records of one account as its cap allows and says which cap was full', () => {
    const result = capped([...times(9, { account: 0 }), ...times(2, { account: 1 })], policy({ account: 5 }));
    expect(result.records).toEqual({ eligible: 11, kept: 7 });
    const codes = new Set([...result.exceeded].filter((code) => code > 0));
    expect([...codes].map((code) => CAP_CHECKS[code - 1])).toEqual([
      { scope: 'account', slice: false, limit: 'account' },
    ]);
    expect(result.uses).toEqual([
      {
        scope: 'account',
        slice: false,
        limit: 'account',
        records: 5,
        groups: 2,
        fullGroups: 1,
        leftOut: 4,
        most: [{ group: 0, eligible: 9, kept: 5, leftOut: 4 }],
      },
    ]);
  });

  it('counts the accounts of a cluster as one, and an account that is linked to nobody on its own', () => {
    const rows = [0, 1, 2, 3].flatMap((account) => times(4, { account }));
    const { kept } = capped(rows, policy({ account: 4, cluster: 6 }), {
      clusterOfAccount: Int32Array.from([0, 0, 0, -1]),
    });
    expect(total(kept.slice(0, 12))).toBe(6);
    expect(total(kept.slice(12))).toBe(4);
  });

  it('counts records that say the same against the cap of a cluster, without joining what they come from', () => {
    const rows = Array.from({ length: 20 }, (_, account) => ({ account }));
    const families = Int32Array.from({ length: 20 }, (_, record) => (record < 10 ? 0 : record < 15 ? 1 : -1));
    const { kept } = capped(rows, policy({ cluster: 4 }), { families });
    expect(total(kept)).toBe(4 + 4 + 5);
  });

  it('holds the tighter caps among records that teach a declared action', () => {
    const rows = [...times(4, { account: 0, inSlice: true }), ...times(4, { account: 0 })];
    const result = capped(rows, policy({ account: 5 }, { slice: { account: 2 } }));
    expect(result.slice).toEqual({ eligible: 4, kept: 2 });
    expect(result.records.kept).toBe(5);
  });

  it('exempts records that no user stands behind from all caps but that of their source', () => {
    const rows = times(9, { account: -1, tenant: 0, source: 0 });
    const families = new Int32Array(9);
    expect(capped(rows, policy({ account: 1, cluster: 2, tenant: 3 }), { families }).records.kept).toBe(9);
    expect(capped(rows, policy({ source: 4 })).records.kept).toBe(4);
  });

  it('takes only what is eligible', () => {
    const eligible = Uint8Array.from([1, 0, 1]);
    const { kept, exceeded } = capped(times(3, { account: 0 }), policy({ account: 5 }), { eligible });
    expect([...kept]).toEqual([1, 0, 1]);
    expect([...exceeded]).toEqual([0, 0, 0]);
  });

  it('does not let two months meet at a boundary: any window holds the cap', () => {
    const rows = [28, 29, 30, 31].flatMap((day) => times(5, { account: 0, tenant: 0, time: day * DAY_MS }));
    expect(capped(rows, policy({ tenant: 10 })).records.kept).toBe(10);
    const apart = [0, 30].flatMap((day) => times(15, { account: 0, tenant: 0, time: day * DAY_MS }));
    expect(capped(apart, policy({ tenant: 10 })).records.kept).toBe(20);
  });

  it('counts a record without a time in every window', () => {
    const rows = [0, 40].flatMap((day) => times(9, { account: 0, tenant: 0, time: day * DAY_MS }));
    const undated = times(3, { account: 0, tenant: 0 });
    const kept = capped([...rows, ...undated], policy({ tenant: 5 })).kept;
    const dateless = total(kept.slice(18));
    expect([total(kept.slice(0, 9)) + dateless, total(kept.slice(9, 18)) + dateless]).toEqual([5, 5]);
    expect(capped(undated, policy({ tenant: 2 })).records.kept).toBe(2);
  });

  it('counts accounts over the whole lineage whatever the time, and as a rate without it', () => {
    const rows = [0, 100, 200].flatMap((day) => times(9, { account: 0, time: day * DAY_MS }));
    expect(capped(rows, policy({ account: 4 })).records.kept).toBe(4);
    expect(capped(rows, policy({ account: 4 }, { lineage: false })).records.kept).toBe(12);
  });

  it('refuses a key of another length, naming both', () => {
    expect(() => capped([], policy({}), { orderKey: new Uint8Array(16) })).toThrow('expected 32 bytes, got 16');
  });

  it('lets another key choose other records, and as many', () => {
    const rows = times(200, { account: 0 });
    const [one, other] = [KEY, KEY.map((byte) => byte + 1)].map(
      (orderKey) => capped(rows, policy({ account: 20 }), { orderKey }).kept,
    );
    expect(total(one as Uint8Array)).toBe(total(other as Uint8Array));
    expect(one).not.toEqual(other);
  });
});

const limit = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
const counts = fc
  .record({ account: limit, cluster: limit, tenant: limit, source: limit })
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as CapCounts);
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 12 * 24 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const row = fc
  .record({
    account: fc.integer({ min: -1, max: 5 }),
    tenant: fc.integer({ min: -1, max: 2 }),
    source: fc.integer({ min: 0, max: 1 }),
    hours: time,
    inSlice: fc.boolean(),
    family: fc.integer({ min: -1, max: 1 }),
    eligible: fc.integer({ min: 0, max: 8 }).map((one) => (one === 0 ? 0 : 1)),
  })
  .map(({ hours, ...rest }) => ({ ...rest, time: hours * 3_600_000 }));
const group = fc.record({
  slice: fc.integer({ min: 0, max: 2 }),
  undated: fc.integer({ min: 0, max: 1 }),
  days: fc
    .uniqueArray(fc.tuple(fc.integer({ min: -8, max: 13 }), fc.integer({ min: 1, max: 3 })), {
      selector: ([day]) => day,
      maxLength: 3,
    })
    .map((days) => days.sort(([a], [b]) => a - b)),
});
const load = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }).map((all) => ({
  records: Float64Array.from(all),
  slice: Float64Array.from(all, (one) => one >> 1),
}));
const earlier: fc.Arbitrary<EarlierLoad> = fc.record({
  accounts: load,
  clusters: load,
  tenants: fc.array(fc.option(group, { nil: undefined }), { minLength: 3, maxLength: 3 }),
  sources: fc.array(fc.option(group, { nil: undefined }), { minLength: 2, maxLength: 2 }),
});
const corpus = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  records: counts,
  slice: counts,
  lineage: fc.boolean(),
  windowMs: fc.integer({ min: 1, max: 96 }).map((hours) => hours * 3_600_000),
  clusters: fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 6, maxLength: 6 }),
  earlier: fc.option(earlier, { nil: undefined }),
});
type Corpus = typeof corpus extends fc.Arbitrary<infer T> ? T : never;

function inputOf(given: Corpus, order: readonly number[] = given.rows.map((_, index) => index)): CapInput {
  const rows = order.map((index) => ({ ...(given.rows[index] as Corpus['rows'][number]), text: `row ${index}` }));
  return {
    columns: columnsOf(rows, { accounts: 6, tenants: 3, sources: 2 }),
    caps: { ...policy(given.records), slice: given.slice, lineage: given.lineage, windowMs: given.windowMs },
    eligible: Uint8Array.from(rows, ({ eligible }) => eligible),
    clusterOfAccount: Int32Array.from(given.clusters),
    families: Int32Array.from(rows, ({ family }) => family),
    orderKey: KEY,
    ...(given.earlier === undefined ? {} : { earlier: given.earlier }),
  };
}

const keptOf = ({ kept }: CapResult): number[] => [...kept.keys()].filter((record) => kept[record] === 1);

describe('what the caps leave, against a reference that tries every window', () => {
  it('takes exactly what the reference takes, in the same order, and names the same cap', () => {
    fc.assert(
      fc.property(corpus, (given) => {
        const input = inputOf(given);
        const kept: number[] = [];
        const exceeded = new Uint8Array(input.columns.count);
        for (const record of contributionOrder(input.columns, KEY)) {
          if (input.eligible[record] !== 1) continue;
          const full = firstFull(kept, record, input);
          if (full === 0) kept.push(record);
          exceeded[record] = full;
        }
        const result = capContributions(input);
        expect(keptOf(result)).toEqual(kept.sort((a, b) => a - b));
        expect(result.exceeded).toEqual(exceeded);
      }),
      { seed: 1, numRuns: 120 },
    );
  });

  it('never overspends a cap in any window, and leaves nothing out that could be added', () => {
    fc.assert(
      fc.property(corpus, (given) => {
        const input = inputOf(given);
        const { kept: isKept } = capContributions(input);
        const kept = [...isKept.keys()].filter((record) => isKept[record] === 1);
        for (let record = 0; record < input.columns.count; record++) {
          if (input.eligible[record] !== 1) continue;
          const others = kept.filter((other) => other !== record);
          expect(firstFull(others, record, input) === 0).toBe(isKept[record] === 1);
        }
      }),
      { seed: 2, numRuns: 80 },
    );
  });

  it('keeps the same records whatever their order in the input', () => {
    fc.assert(
      fc.property(corpus, fc.integer(), (given, seed) => {
        const order = seededRandom(seed).shuffled(given.rows.map((_, index) => index));
        const straight = keptOf(capContributions(inputOf(given)));
        const shuffled = keptOf(capContributions(inputOf(given, order))).map((at) => order[at] as number);
        expect(shuffled.sort((a, b) => a - b)).toEqual(straight);
      }),
      { seed: 3, numRuns: 80 },
    );
  });

  it('takes everything that it kept when it judges it again', () => {
    fc.assert(
      fc.property(corpus, (given) => {
        const input = inputOf(given);
        const { kept } = capContributions(input);
        expect(capContributions({ ...input, eligible: kept }).kept).toEqual(kept);
      }),
      { seed: 4, numRuns: 80 },
    );
  });

  it('never keeps fewer when the only cap is raised', () => {
    fc.assert(
      fc.property(corpus, fc.constantFrom('account', 'cluster', 'tenant', 'source'), (given, scope) => {
        const kept = [1, 2, 3, 4, 6, 9].map((cap) => {
          const single = {
            ...given,
            records: { [scope]: cap },
            slice: {},
            rows: given.rows.map((one) => ({ ...one, family: -1 })),
          };
          return capContributions(inputOf(single)).records.kept;
        });
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
      }),
      { seed: 5, numRuns: 120 },
    );
  });
});
