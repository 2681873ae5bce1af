import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ddmin } from './ddmin.ts';

const letters = (text: string): string[] => Array.from(text);
const holding = (wanted: string) => async (subset: readonly string[]) =>
  letters(wanted).every((letter) => subset.includes(letter));

describe('ddmin', () => {
  it('finds the example of the paper: 1, 7 and 8 of 8', async () => {
    // Zeller and Hildebrandt 2002, section 3.2: the circumstances 1, 7 and 8 fail together.
    const result = await ddmin([1, 2, 3, 4, 5, 6, 7, 8], async (s) => [1, 7, 8].every((n) => s.includes(n)), {
      maxTests: 100,
    });
    expect(result).toMatchObject({ items: [1, 7, 8], isOneMinimal: true });
  });

  it('finds one item that matters by halving', async () => {
    const items = Array.from({ length: 64 }, (_, i) => i);
    const result = await ddmin(items, async (subset) => subset.includes(37), { maxTests: 100 });
    expect(result).toMatchObject({ items: [37], isOneMinimal: true });
    expect(result.tests).toBeLessThanOrEqual(13);
  });

  it('keeps order and passes, is 1-minimal for every monotone test, and asks for no subset twice', async () => {
    const needed = fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(needed, { minLength: 1, maxLength: 3 }),
        async (n, sets) => {
          const asked = new Set<string>();
          const isEnough = (subset: readonly number[]) =>
            sets.some((set) => set.every((one) => subset.includes(one % n)));
          const test = async (subset: readonly number[]) => {
            expect(asked.has(subset.join())).toBe(false);
            expect(subset.length).toBeGreaterThan(0);
            asked.add(subset.join());
            return isEnough(subset);
          };
          const result = await ddmin(
            Array.from({ length: n }, (_, i) => i),
            test,
            { maxTests: 10_000 },
          );
          expect(result.isOneMinimal).toBe(true);
          expect(result.tests).toBe(asked.size);
          expect(isEnough(result.items)).toBe(true);
          expect([...result.items].sort((a, b) => a - b)).toEqual(result.items);
          for (const one of result.items) {
            const rest = result.items.filter((other) => other !== one);
            if (rest.length > 0) expect(isEnough(rest)).toBe(false);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is 1-minimal where more items do not always pass, too', async () => {
    const odd = async (subset: readonly number[]) => subset.includes(3) && subset.length % 2 === 1;
    const result = await ddmin([1, 2, 3, 4, 5], odd, { maxTests: 100 });
    expect(result).toMatchObject({ items: [3], isOneMinimal: true });
  });

  it('says what it has where the tests run out, and that it is not minimal', async () => {
    for (let maxTests = 1; maxTests < 12; maxTests++) {
      const result = await ddmin(letters('abcdefgh'), holding('bg'), { maxTests });
      expect(result.tests).toBeLessThanOrEqual(maxTests);
      expect(result.items.join('')).toMatch(/b.*g/);
      if (result.items.length > 2) expect(result.isOneMinimal).toBe(false);
    }
  });

  it('leaves everything where the whole does not pass, and calls it not minimal', async () => {
    const never = await ddmin(letters('abc'), async () => false, { maxTests: 100 });
    expect(never).toEqual({ items: ['a', 'b', 'c'], tests: 1, isOneMinimal: false });
    expect(await ddmin([], async () => true, { maxTests: 9 })).toEqual({ items: [], tests: 0, isOneMinimal: false });
  });
});
