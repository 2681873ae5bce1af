import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FamilyMember, groupFamilies, intersectionSize } from './families.ts';

function member(from: number, to: number, changes: Partial<FamilyMember> = {}): FamilyMember {
  return {
    postings: Int32Array.from({ length: to - from }, (_, i) => from + i),
    length: 2,
    isWords: true,
    strength: 1,
    ...changes,
  };
}

describe('groupFamilies', () => {
  it('joins phrases that share enough of the smaller one, and no others', () => {
    const families = groupFamilies([member(0, 20), member(9, 31), member(7, 27), member(100, 110)]);
    expect(families.map(({ members }) => members)).toEqual([[0, 2], [1], [3]]);
  });

  it('never hides its strongest member behind the one that ranks first', () => {
    const families = groupFamilies([member(0, 200, { strength: 0.3 }), member(0, 20, { strength: 2 })]);
    expect(families).toEqual([{ members: [0, 1], name: 1 }]);
  });

  it('names a family by its longest phrase of words that covers the same records and is as strong', () => {
    const leader = member(0, 20, { length: 1 });
    expect(groupFamilies([leader, member(0, 20, { length: 4 })])[0]!.name).toBe(1);
    expect(groupFamilies([leader, member(0, 20, { length: 4, strength: 0.5 })])[0]!.name).toBe(0);
    expect(groupFamilies([leader, member(0, 14, { length: 4 })])[0]!.name).toBe(0);
    expect(groupFamilies([leader, member(0, 40, { length: 4 })])[0]!.name).toBe(0);
    expect(groupFamilies([member(0, 20, { isWords: false, length: 5 }), leader])[0]!.name).toBe(1);
  });

  it('puts every member into exactly one family', () => {
    const members = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 })), { maxLength: 12 });
    fc.assert(
      fc.property(members, (spans) => {
        const all = spans.map(([from, size]) => member(from, from + size));
        const placed = groupFamilies(all).flatMap((family) => family.members);
        expect([...placed].sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('intersectionSize', () => {
  it('counts what two ascending lists share', () => {
    const list = fc.uniqueArray(fc.nat(30)).map((values) => values.sort((a, b) => a - b));
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(intersectionSize(Int32Array.from(a), Int32Array.from(b))).toBe(a.filter((x) => b.includes(x)).length);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});
