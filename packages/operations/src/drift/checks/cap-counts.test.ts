import type { CapsPolicy } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { type CapCount, countCaps } from './cap-counts.ts';

const DAY = 86_400_000;
const caps: CapsPolicy = {
  windowMs: 30 * DAY,
  records: { account: 2, tenant: 3 },
  slice: { account: 1 },
  clusterBy: [],
  lineage: true,
};

function record(account: string, day: number, more: Partial<CapCount> = {}): CapCount {
  return { account, tenant: 't', source: 's', inSlice: false, timeMs: day * DAY, isNewest: true, ...more };
}

describe('countCaps', () => {
  it('counts an account over the whole lineage, whatever the time, and a tenant in each window', () => {
    expect(countCaps([record('a', 0), record('a', 400)], caps)).toEqual([]);
    const three = [record('a', 0, { isNewest: false }), record('a', 400), record('a', 800)];
    expect(countCaps(three, caps)).toMatchObject([{ scope: 'account', slice: false, groups: 1, most: 3 }]);
    const crowd = [0, 1, 2, 3].map((i) => record(`a${i}`, i));
    expect(countCaps(crowd, caps)).toMatchObject([{ scope: 'tenant', most: 4 }]);
    expect(
      countCaps(
        [0, 30, 60, 90].map((day) => record(`a${day}`, day)),
        caps,
      ),
    ).toEqual([]);
  });

  it('counts the slice apart, and what has no time in every window', () => {
    expect(countCaps([record('a', 0, { inSlice: true }), record('a', 90, { inSlice: true })], caps)).toMatchObject([
      { scope: 'account', slice: true, cap: 1, most: 2 },
    ]);
    const undated = [0, 1, 2, 3].map((i) => record(`a${i}`, Number.NaN, { timeMs: Number.NaN }));
    expect(countCaps(undated, caps)).toMatchObject([{ scope: 'tenant', most: 4 }]);
  });

  it('without a lineage looks at the newest corpus only, by the window', () => {
    const own = { ...caps, lineage: false };
    expect(countCaps([record('a', 0), record('a', 1), record('a', 2, { isNewest: false })], own)).toEqual([]);
    expect(countCaps([record('a', 0), record('a', 40), record('a', 80)], own)).toEqual([]);
    expect(countCaps([record('a', 0), record('a', 1), record('a', 2)], own)).toMatchObject([{ scope: 'account' }]);
  });

  it('passes over records that nobody stands behind', () => {
    const { account: _, ...nobody } = record('a', 0);
    expect(countCaps([nobody, nobody, nobody, nobody, nobody], caps)).toEqual([]);
  });
});
