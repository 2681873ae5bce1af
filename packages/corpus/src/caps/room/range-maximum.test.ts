import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumOf, raiseRange, rangeMaximum } from './range-maximum.ts';

const range = fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe('rangeMaximum', () => {
  it('answers as an array would, after any additions', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 13, maxLength: 21 }),
        fc.array(range, { maxLength: 12 }),
        range,
        (values, raised, [first, last]) => {
          const tree = rangeMaximum(Int32Array.from(values));
          const plain = [...values];
          for (const [from, to] of raised) {
            raiseRange(tree, from, to);
            for (let at = from; at <= to; at++) plain[at] = (plain[at] as number) + 1;
          }
          expect(maximumOf(tree, first, last)).toBe(Math.max(...plain.slice(first, last + 1)));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('works with one position', () => {
    const tree = rangeMaximum(Int32Array.from([3]));
    raiseRange(tree, 0, 0);
    expect(maximumOf(tree, 0, 0)).toBe(4);
  });
});
