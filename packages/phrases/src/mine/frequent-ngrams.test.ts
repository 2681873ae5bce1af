import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenColumn } from '../columns/columns.ts';
import { countNaively } from '../testing/naive-ngrams.ts';
import { frequentNgrams } from './frequent-ngrams.ts';

type Turns = readonly (readonly (readonly number[])[])[];

function columnOf(records: Turns): TokenColumn {
  const tokens: number[] = [];
  const offsets = [0];
  for (const turns of records) {
    for (const turn of turns) tokens.push(...turn, 0);
    offsets.push(tokens.length);
  }
  return { tokens: Int32Array.from(tokens), offsets: Int32Array.from(offsets) };
}

function mine(records: Turns, owners: readonly number[], minRecords: number, maxLength: number) {
  const column = columnOf(records);
  return frequentNgrams(column, Int32Array.from(owners), { minRecords, maxLength }).map((ngram) => ({
    ...ngram,
    key: Array.from(column.tokens.subarray(ngram.example, ngram.example + ngram.length)).join(' '),
  }));
}

describe('frequentNgrams', () => {
  it('agrees with a naive counter on records, accounts and the limit, for random streams', () => {
    const turn = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 8 });
    const records = fc.array(fc.array(turn, { maxLength: 3 }), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(
        records,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        (turns, minRecords, maxLength, perOwner) => {
          const owners = turns.map((_, i) => Math.floor(i / (perOwner + 1)));
          const expected = [...countNaively(turns, owners, maxLength)]
            .filter(([, count]) => count.records.size >= minRecords)
            .map(([key, count]) => [key, count.records.size, count.owners.size]);
          const found = mine(turns, owners, minRecords, maxLength).map(({ key, records: r, accounts }) => [
            key,
            r,
            accounts,
          ]);
          expect(found.sort(byKey)).toEqual(expected.sort(byKey));
        },
      ),
      { seed: 1, numRuns: 120 },
    );
  });

  it('does not join the end of one turn to the start of the next, nor of the next record', () => {
    const records = Array.from({ length: 10 }, () => [[7, 8], [9]]);
    const keys = mine(
      records,
      records.map(() => 0),
      8,
      3,
    ).map(({ key }) => key);
    expect(keys.sort()).toEqual(['7', '7 8', '8', '9']);
  });

  it('counts a record once, however often it repeats the phrase', () => {
    const records = [[[1, 1, 1, 1]], [[1]], [[2]]];
    expect(mine(records, [0, 0, 1], 2, 2)).toMatchObject([{ key: '1', records: 2, accounts: 1 }]);
  });

  it('finds nothing where nothing is', () => {
    expect(mine([], [], 1, 3)).toEqual([]);
    expect(mine([[], [[]]], [0, 0], 1, 3)).toEqual([]);
  });
});

function byKey(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
