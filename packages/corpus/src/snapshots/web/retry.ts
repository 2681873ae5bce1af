import type { Random } from '@bezoar/core';
import type { FetchFailure } from './fetch-failure.ts';

/** First wait before another try; each further one doubles. */
export const RETRY_BASE_MS = 1000;

/** Longest wait before another try, whatever a server asks for (CWE-400). */
export const MAX_RETRY_MS: number = 60_000;

/**
 * Milliseconds until the next try, `attempt` counted from 0: doubling, spread by up to half, so that clients that failed
 * together do not come back together. Undefined where a server asks for more than `MAX_RETRY_MS`: it is not pestered.
 */
export function retryDelayMs(failure: FetchFailure, attempt: number, random: Random): number | undefined {
  const { retryAfterMs } = failure;
  if (retryAfterMs !== undefined) return retryAfterMs <= MAX_RETRY_MS ? retryAfterMs : undefined;
  const full = Math.min(MAX_RETRY_MS, RETRY_BASE_MS * 2 ** attempt);
  return Math.round(full * (0.5 + random.next() / 2));
}
