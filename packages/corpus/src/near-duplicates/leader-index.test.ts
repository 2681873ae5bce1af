import { describe, expect, it } from 'vitest';
import { createKeyCensus, createLeaderIndex, MAX_BUCKET_LEADERS } from './leader-index.ts';

const allShared = { count: (): void => undefined, isShared: (): boolean => true };

describe('createLeaderIndex', () => {
  it('finds leaders by shared keys, most first, the earliest among equals', () => {
    const index = createLeaderIndex(10, allShared);
    index.add(2, Int32Array.of(1, 2, 3));
    index.add(4, Int32Array.of(1, 5, 6));
    index.add(7, Int32Array.of(2, 3, 9));
    index.add(8, Int32Array.of(100, 101, 102));
    const { leaders, count, shared, fullBuckets } = index.find(Int32Array.of(1, 2, 3));
    expect([...leaders.subarray(0, count)]).toEqual([2, 7, 4]);
    expect([2, 7, 4].map((leader) => shared[leader])).toEqual([3, 2, 1]);
    expect(fullBuckets).toBe(0);
  });

  it('keeps a bounded number of leaders under a key, and says so afterwards', () => {
    const index = createLeaderIndex(1000, allShared);
    for (let leader = 0; leader < MAX_BUCKET_LEADERS; leader++) index.add(leader, Int32Array.of(42));
    expect(index.find(Int32Array.of(42)).fullBuckets).toBe(0);
    index.add(999, Int32Array.of(42, 43));
    expect(index.find(Int32Array.of(42))).toMatchObject({ count: MAX_BUCKET_LEADERS, fullBuckets: 1 });
    expect(index.find(Int32Array.of(43))).toMatchObject({ count: 1, fullBuckets: 0 });
  });

  it('finds nothing under keys that nobody has', () => {
    expect(createLeaderIndex(1, allShared).find(Int32Array.of(1, 2))).toMatchObject({ count: 0, fullBuckets: 0 });
  });
});

describe('createKeyCensus', () => {
  it('knows every key that two records have, and rarely one that a single record has', () => {
    const census = createKeyCensus(3000);
    const keyOf = (i: number): number => Math.imul(i + 1, 0x9e3779b1);
    for (let i = 0; i < 2000; i++) census.count(Int32Array.of(keyOf(i)));
    for (let i = 0; i < 1000; i++) census.count(Int32Array.of(keyOf(i)));
    for (let i = 0; i < 1000; i++) expect(census.isShared(keyOf(i))).toBe(true);
    const wrong = Array.from({ length: 1000 }, (_, i) => i + 1000).filter((i) => census.isShared(keyOf(i)));
    expect(wrong.length).toBeLessThan(300);
  });
});
