import type { Random } from '@bezoar/core';
import { parseRetryAfter } from '@bezoar/core/network';

const MINUTE = 60_000;
const HOUR: number = 60 * MINUTE;

/**
 * Waits before the second and each further attempt, milliseconds: the example of the specification (Standard Webhooks
 * 1.0.0, deliverability), ten attempts over three days.
 */
export const WEBHOOK_RETRY_DELAYS_MS: readonly number[] = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** How far a wait is spread, as a share of it, either way: receivers that came back are not met by all senders at once. */
const JITTER = 0.2;

/** Longest wait that a receiver may ask for (CWE-400). */
const MAX_RETRY_AFTER_MS: number = 24 * HOUR;

/**
 * Milliseconds until the next attempt, `failed` attempts so far: the schedule's, spread by a fifth, or longer where the
 * receiver asks for it. Undefined when there is none. Attacker controls: `retryAfter`.
 */
export function webhookRetryDelayMs(
  failed: number,
  schedule: readonly number[],
  random: Random,
  retryAfter: { readonly value: string | undefined; readonly nowMs: number },
): number | undefined {
  const planned = schedule[failed - 1];
  if (planned === undefined) return undefined;
  const spread = Math.round(planned * (1 - JITTER + 2 * JITTER * random.next()));
  const asked = parseRetryAfter(retryAfter.value, retryAfter.nowMs) ?? 0;
  return Math.max(spread, Math.min(asked, MAX_RETRY_AFTER_MS));
}
