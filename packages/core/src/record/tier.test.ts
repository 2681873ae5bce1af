import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerTier, TRUST_TIERS } from './tier.ts';

describe('lowerTier', () => {
  const tier = fc.constantFrom(...TRUST_TIERS);

  it('never gives more trust than either tier has, in any order or grouping', () => {
    fc.assert(
      fc.property(tier, tier, tier, (a, b, c) => {
        const low = lowerTier(a, b);
        expect(TRUST_TIERS.indexOf(low)).toBe(Math.max(TRUST_TIERS.indexOf(a), TRUST_TIERS.indexOf(b)));
        expect(lowerTier(b, a)).toBe(low);
        expect(lowerTier(low, c)).toBe(lowerTier(a, lowerTier(b, c)));
      }),
      { seed: 6, numRuns: 64 },
    );
  });

  it('puts open data below everything and reviewed data above', () => {
    for (const other of TRUST_TIERS) {
      expect(lowerTier('open', other)).toBe('open');
      expect(lowerTier('first-party-reviewed', other)).toBe(other);
    }
  });
});
