import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { NgramTable } from './ngram-table.ts';

describe('NgramTable', () => {
  it('keeps exact counts while it grows from the smallest size', () => {
    const random = seededRandom(1);
    const table = new NgramTable(4);
    const owners = Int32Array.from({ length: 400 }, (_, record) => record >> 2);
    const expected = new Map<string, { records: Set<number>; owners: Set<number> }>();
    for (let record = 0; record < owners.length; record++) {
      for (let i = 0; i < 20; i++) {
        const high = random.integer(40) * 2 - 39;
        const low = random.integer(20) - 10;
        table.count(high, low, record, owners, 0);
        const key = `${high} ${low}`;
        const count = expected.get(key) ?? { records: new Set(), owners: new Set() };
        expected.set(key, count);
        count.records.add(record);
        count.owners.add(owners[record]!);
      }
    }
    expect(table.size).toBe(expected.size);
    const rows = [...table.frequent(1)];
    expect(rows).toHaveLength(expected.size);
    for (const { high, low, records, accounts } of rows) {
      const count = expected.get(`${high} ${low}`)!;
      expect([records, accounts]).toEqual([count.records.size, count.owners.size]);
      expect(table.recordsOf(high, low)).toBe(records);
    }
  });

  it('knows nothing of what was never counted', () => {
    const table = new NgramTable();
    expect(table.recordsOf(5, 5)).toBe(0);
    table.count(5, 6, 0, new Int32Array(1), 3);
    expect(table.recordsOf(5, 5)).toBe(0);
    expect([...table.frequent(1)]).toEqual([{ high: 5, low: 6, records: 1, accounts: 1, example: 3 }]);
    expect([...table.frequent(2)]).toEqual([]);
  });
});
