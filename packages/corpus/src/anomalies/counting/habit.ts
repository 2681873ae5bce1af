import { betaBinomialTail } from '@bezoar/core';
import { type GroupedRecords, hitsOf, recordsOf } from './account-records.ts';

/**
 * Least and most correlation that is assumed between the records of one account. People differ: whoever asks for one refund
 * asks for another. At 0.05, eight of eight hits at a rate of 6 % have a chance of 8e-7, where independent records would have 2e-10.
 */
export const MIN_CORRELATION = 0.05;
const MAX_CORRELATION = 0.5;

/** How often accounts do something, and how much they differ in it. */
export interface Habit {
  readonly hits: number;
  readonly records: number;
  /** Intraclass correlation, by the pairs of records of one account. */
  readonly correlation: number;
}

/** Measures a habit over all accounts. */
export function measureHabit(byAccount: GroupedRecords, hasProperty: (record: number) => boolean): Habit {
  let hits = 0;
  let records = 0;
  let pairs = 0;
  let alike = 0;
  for (let account = 0; account < byAccount.count; account++) {
    const own = recordsOf(byAccount, account);
    const k = hitsOf(own, hasProperty);
    hits += k;
    records += own.length;
    // An account of a thousand records has as much to say of how accounts differ as two of thirty.
    const weight = own.length > 1 ? 1 / (own.length - 1) : 0;
    pairs += weight * own.length * (own.length - 1);
    alike += weight * k * (k - 1);
  }
  const rate = hits / Math.max(1, records);
  const spread = rate * (1 - rate);
  const correlation = pairs > 0 && spread > 0 ? (alike / pairs - rate * rate) / spread : 0;
  return { hits, records, correlation: Math.min(MAX_CORRELATION, Math.max(MIN_CORRELATION, correlation)) };
}

/**
 * Chance that an account with everybody else's habit has at least `hits` among its `trials`. `isOwn`: the habit was
 * measured with the account in it, which is taken out again. Half a hit is added: a habit never seen is not impossible.
 */
export function habitChance(hits: number, trials: number, habit: Habit, isOwn: boolean): number {
  const others = isOwn ? { hits: habit.hits - hits, records: habit.records - trials } : habit;
  const rate = (others.hits + 0.5) / (others.records + 1);
  return betaBinomialTail(hits, trials, rate, habit.correlation);
}
