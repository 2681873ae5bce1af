import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, MAX_DURATION_MS, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it('reads every unit', () => {
    expect(['800ms', '2s', '15m', '3h', '30d', '2w'].map(parseDuration)).toEqual([
      800, 2000, 900_000, 10_800_000, 2_592_000_000, 1_209_600_000,
    ]);
  });

  it.each(['', '30', '0d', '-1d', '1.5h', '30 d', '30D', '4000d', '99999999999999d', '1mo'])('refuses `%s`', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'duration/malformed' }));
  });

  it('is undone by formatDuration', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_DURATION_MS }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
      { seed: 12 },
    );
  });
});
