import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { MAX_RETRY_MS, parseRetryAfter, retryDelayMs } from './retry.ts';

const FAILURE = { code: 'status', reason: '', isTransient: true } as const;

describe('the wait before another try', () => {
  it('doubles, is spread, and has an end', () => {
    const random = seededRandom(1);
    for (let attempt = 0; attempt < 12; attempt++) {
      const full = Math.min(MAX_RETRY_MS, 1000 * 2 ** attempt);
      const delay = retryDelayMs(FAILURE, attempt, random)!;
      expect(delay).toBeGreaterThanOrEqual(full / 2);
      expect(delay).toBeLessThanOrEqual(full);
    }
  });

  it('is what the server asks for, unless that is too long', () => {
    expect(retryDelayMs({ ...FAILURE, retryAfterMs: 5000 }, 0, seededRandom(1))).toBe(5000);
    expect(retryDelayMs({ ...FAILURE, retryAfterMs: MAX_RETRY_MS + 1 }, 0, seededRandom(1))).toBeUndefined();
  });

  it('is read from seconds or a date', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(parseRetryAfter('7', now)).toBe(7000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 11:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });
});
