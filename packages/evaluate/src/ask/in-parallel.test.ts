import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';

describe('work in parallel', () => {
  it('gives its results in the order of the items, whatever ends first, and never has more under way than it may', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), async (waits, limit) => {
        let [under, most] = [0, 0];
        const results = await inParallel(waits, limit, async (ticks, index) => {
          most = Math.max(most, ++under);
          for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
          under--;
          return index;
        });
        expect(results).toEqual(waits.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('ends with the first error, starts nothing after it, and waits for what is under way', async () => {
    const started: number[] = [];
    const ended: number[] = [];
    const work = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      await Promise.resolve();
      if (item === 0) throw new Error('first');
      await Promise.resolve();
      ended.push(item);
      if (item === 1) throw new Error('second');
    });
    await expect(work).rejects.toThrow('first');
    expect(started).toEqual([0, 1]);
    expect(ended).toEqual([1]);
  });

  it('does one thing at a time where it is told none', async () => {
    expect(await inParallel([1, 2], 0, (item) => Promise.resolve(item * 2))).toEqual([2, 4]);
  });
});
