import type { Hazard } from '@bezoar/core';
import type { CallOrder } from './call-order.ts';

/**
 * Calls in the trusted corpus from which a precondition is learned. With 50 calls and no exception the true rate of
 * exceptions is below 6 % at 95 % confidence (rule of three), which is why severity depends on a test and not on this.
 */
export const MIN_TRUSTED_CALLS = 50;

/**
 * Preconditions that a trusted corpus never lacks: a tool called at least `MIN_TRUSTED_CALLS` times, each call preceded
 * in its transcript by one and the same other tool. Where several precede always, the one that is called least often
 * overall says most. Sorted by action.
 */
export function learnHazards(trusted: CallOrder): Hazard[] {
  const hazards: Hazard[] = [];
  for (const [action, calls] of [...trusted.calls].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (calls < MIN_TRUSTED_CALLS) continue;
    const always = [...(trusted.preceded.get(action) ?? [])]
      .filter(([before, times]) => before !== action && times === calls)
      .map(([before]) => before)
      .sort((a, b) => (trusted.calls.get(a) ?? 0) - (trusted.calls.get(b) ?? 0) || (a < b ? -1 : 1));
    if (always[0] === undefined) continue;
    hazards.push({ action, precondition: { after: [always[0]], where: new Map() }, claims: [], origin: 'learned' });
  }
  return hazards;
}

/** A tool that mostly follows other calls: at most this share of its calls opens a transcript, an attack of some size included. */
const MAX_BARE_SHARE = 0.5;

/**
 * Tools for which being called first is unusual in a corpus itself. Without a trusted corpus no precondition is
 * learned, but a phrase that makes such a tool come first is telling all the same.
 */
export function unusualOpeners(order: CallOrder): string[] {
  return [...order.calls]
    .filter(([tool, calls]) => calls >= MIN_TRUSTED_CALLS && (order.bare.get(tool) ?? 0) <= MAX_BARE_SHARE * calls)
    .map(([tool]) => tool)
    .sort();
}
