import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fnv1a, seededRandom } from './random.ts';

describe('seededRandom', () => {
  it('gives the published stream of mulberry32, so that every seeded result can be replayed', () => {
    // The reference C code of Tommy Ettinger (gist 46a437527362f8a0e1fd) for the seeds 0 and 1, as 32-bit words.
    const words = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 3 }, () => random.next() * 2 ** 32);
    };
    expect(words(0)).toEqual([1144304738, 1416247, 958946056]);
    expect(words(1)).toEqual([2693262067, 11749833, 2265367787]);
  });

  it('gives a forked stream that neither disturbs nor follows the one it came from', () => {
    const plain = seededRandom('month');
    const forked = seededRandom('month');
    const fork = forked.fork('accounts');
    const drawn = Array.from({ length: 20 }, () => fork.next());
    expect(Array.from({ length: 20 }, () => forked.next())).toEqual(Array.from({ length: 20 }, () => plain.next()));
    expect(Array.from({ length: 20 }, () => seededRandom('month').fork('accounts').next())[0]).toBe(drawn[0]);
    expect(forked.fork('tenants').next()).not.toBe(drawn[0]);
    // A fork depends on the seed alone, not on how much was drawn before it.
    expect(forked.fork('accounts').next()).toBe(drawn[0]);
  });

  it('stays within its bounds and shuffles without losing an element', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
        const random = seededRandom(seed);
        const drawn = random.integer(bound);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
        const items = Array.from({ length: bound % 40 }, (_, i) => i);
        expect(random.shuffled(items).sort((a, b) => a - b)).toEqual(items);
        if (items.length > 0) expect(items).toContain(random.pick(items));
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe('fnv1a', () => {
  it('agrees with the published 32-bit vectors', () => {
    // http://www.isthe.com/chongo/tech/comp/fnv/ (FNV-1a, 32 bits)
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('a')).toBe(0xe40c292c);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
  });
});
