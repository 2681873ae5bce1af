import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

describe('a rate limit', () => {
  it('never lets more through than the burst and what has flowed in since, and never less when asked slowly', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 200 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 10 }), (gaps, perSecond, burst) => {
        let now = 0;
        const take = createRateLimit({ perSecond, burst }, () => now);
        let taken = 0;
        for (const gap of gaps) {
          now += gap;
          const isSlow = gap >= 1000 / perSecond + 1;
          try {
            take('a');
            taken += 1;
          } catch (error) {
            expect(error).toMatchObject({ status: 429, code: 'guard/rate-limited' });
            expect(isSlow).toBe(false);
          }
          expect(taken).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 1e-6);
        }
        expect(() => take('b')).not.toThrow();
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
