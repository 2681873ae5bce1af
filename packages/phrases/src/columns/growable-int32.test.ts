import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowableInt32 } from './growable-int32.ts';

describe('GrowableInt32', () => {
  it('keeps what was pushed, in order, across growth', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 100 }), fc.integer({ min: 1, max: 8 }), (values, capacity) => {
        const list = new GrowableInt32(capacity);
        for (const value of values) list.push(value);
        expect(list.length).toBe(values.length);
        expect([...list.toArray()]).toEqual(values);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('gives a copy that later pushes do not touch', () => {
    const list = new GrowableInt32(4);
    list.push(1);
    const copy = list.toArray();
    list.push(2);
    expect([...copy]).toEqual([1]);
  });
});
