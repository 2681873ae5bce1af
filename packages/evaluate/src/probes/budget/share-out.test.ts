import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './share-out.ts';

describe('shareOut', () => {
  it('gives by weight, and what one cannot use to the others', () => {
    const claim = (weight: number, available: number) => ({ weight, available });
    expect(shareOut(100, [claim(50, 1000), claim(25, 1000), claim(25, 1000)])).toEqual([50, 25, 25]);
    expect(shareOut(100, [claim(50, 10), claim(25, 1000), claim(25, 1000)])).toEqual([10, 45, 45]);
    expect(shareOut(100, [claim(1, 3), claim(1, 4), claim(0, 9)])).toEqual([3, 4, 0]);
  });

  it('gives out the whole total, or all there is, and nobody more than it can use', () => {
    const claims = fc.array(fc.record({ weight: fc.nat(50), available: fc.nat(300) }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(2000), claims, (total, all) => {
        const parts = shareOut(total, all);
        const usable = all.reduce((sum, { weight, available }) => sum + (weight > 0 ? available : 0), 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(Math.min(total, usable));
        for (const [index, part] of parts.entries()) expect(part).toBeLessThanOrEqual(all[index]!.available);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
