import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { MAX_RETRY_MS, retryDelayMs } from './retry.ts';

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
});
