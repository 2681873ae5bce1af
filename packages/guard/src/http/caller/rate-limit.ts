import { UsageError } from '@bezoar/core/actions';
import { HttpFault } from '../answer/http-fault.ts';

/** How often one caller may ask. */
export interface RateLimit {
  /** Requests a second, in the long run. */
  readonly perSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/** Takes one request of a caller, or throws 429. */
export type TakeRequest = (caller: string) => void;

/**
 * A token bucket for each caller, so that one that runs wild leaves the others, and whoever would stop it, their share
 * (CWE-770). There are as many buckets as callers. `monotonic`: milliseconds that never jump.
 */
export function createRateLimit({ perSecond, burst }: RateLimit, monotonic: () => number): TakeRequest {
  if (!(perSecond > 0) || !(burst >= 1)) {
    throw new UsageError(
      'guard/rate-malformed',
      `expected a rate above 0 and a burst of at least 1, got ${perSecond} and ${burst}`,
    );
  }
  const buckets = new Map<string, { left: number; at: number }>();
  return (caller) => {
    const now = monotonic();
    const bucket = buckets.get(caller) ?? { left: burst, at: now };
    buckets.set(caller, bucket);
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.left < 1) {
      const seconds = Math.ceil((1 - bucket.left) / perSecond);
      throw new HttpFault(429, 'guard/rate-limited', `expected at most ${perSecond} requests a second`, {
        'retry-after': String(seconds),
      });
    }
    bucket.left -= 1;
  };
}
