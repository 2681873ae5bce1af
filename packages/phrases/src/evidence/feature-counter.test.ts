import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatureCounter } from './feature-counter.ts';

const record = fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer()), { maxLength: 8 });
const group = fc.array(record, { maxLength: 8 });

describe('FeatureCounter', () => {
  const counter = new FeatureCounter();

  it('agrees with a map, run after run on the same memory', () => {
    fc.assert(
      fc.property(group, group, (inside, outside) => {
        counter.reset();
        for (const features of inside) counter.addInside(Int32Array.from(features));
        for (const features of outside) counter.addOutside(Int32Array.from(features));
        const found = new Map<number, readonly [number, number]>();
        counter.forEach((feature, a, b) => {
          found.set(feature, [a, b]);
        });
        const count = (records: readonly (readonly number[])[], feature: number): number =>
          records.filter((features) => features.includes(feature)).length;
        const expected = new Map(
          [...new Set(inside.flat())].map((feature) => [feature, [count(inside, feature), count(outside, feature)]]),
        );
        expect(found).toEqual(expected);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('can be used before its first reset', () => {
    const fresh = new FeatureCounter();
    fresh.addInside(Int32Array.of(7, 0));
    const found: number[] = [];
    fresh.forEach((feature) => {
      found.push(feature);
    });
    expect(found).toEqual([7, 0]);
  });

  it('when full goes on counting what it knows and ignores the rest', () => {
    const full = new FeatureCounter();
    full.addInside(Int32Array.from({ length: 500_000 }, (_, i) => i));
    full.addInside(Int32Array.of(3, 499_999));
    const counts = new Map<number, number>();
    full.forEach((feature, inside) => {
      counts.set(feature, inside);
    });
    expect(counts.get(3)).toBe(2);
    expect(counts.has(499_999)).toBe(false);
  });
});
