import type { Clock, Random } from '@bezoar/core';
import { PassingFault } from './passing-fault.ts';
import type { Sleep } from './sleep.ts';

/** First wait before another try, milliseconds; each further one doubles. */
export const RETRY_BASE_MS = 500;

/** Longest wait, whatever a server asks for (CWE-400): limits are mostly per minute. */
export const MAX_RETRY_MS = 60_000;

/** Tries, the first included: with waits of 0.5, 1, 2 and 4 s it outlasts a restart of a small server. */
export const DEFAULT_ATTEMPTS = 5;

/** How a question is asked again. */
export interface AskAgainOptions {
  readonly attempts: number;
  readonly random: Random;
  readonly sleep: Sleep;
  /** When the whole question is given up, by `clock`. */
  readonly endMs: number;
  readonly clock: Clock;
}

/**
 * Tries until it succeeds, fails for good, or the tries or the time are used up; throws the last fault then. A server that
 * asks for a longer wait than `MAX_RETRY_MS` is not asked again.
 */
export async function askAgain<T>(
  options: AskAgainOptions,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  const { attempts, sleep, endMs, clock } = options;
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PassingFault)) throw error;
      const delayMs = retryDelayMs(tried, error.retryAfterMs, options.random);
      if (tried >= attempts || delayMs === undefined || clock() + delayMs >= endMs) throw error.fault;
      await sleep(delayMs, signal);
    }
  }
}

/**
 * Milliseconds before another try, after `tried` of them: doubling, spread by up to half, so that clients that failed
 * together do not come back together; longer where the server asks for it. Attacker controls: `retryAfterMs`.
 */
function retryDelayMs(tried: number, retryAfterMs: number | undefined, random: Random): number | undefined {
  if (retryAfterMs !== undefined && retryAfterMs > MAX_RETRY_MS) return undefined;
  const full = Math.min(MAX_RETRY_MS, RETRY_BASE_MS * 2 ** (tried - 1));
  return Math.max(retryAfterMs ?? 0, Math.round(full * (0.5 + random.next() / 2)));
}
