import { type Random, UsageError } from '@bezoar/core';

/** Relative traffic per hour of the day, UTC: customers sit between the Americas and Europe. */
const HOUR_WEIGHTS = [3, 2, 2, 2, 2, 3, 5, 8, 11, 13, 14, 14, 13, 14, 16, 17, 17, 16, 15, 14, 12, 10, 7, 5];
/** Relative traffic per day of the week, Sunday first. */
const DAY_WEIGHTS = [0.55, 1.25, 1.15, 1.1, 1.05, 1, 0.6];
const HOUR_MS = 3_600_000;
const MONTH_PATTERN = /^(\d{4})-(0[1-9]|1[0-2])$/;

/**
 * Times of `count` conversations over a month, in milliseconds since the epoch, ascending, with a daily and a weekly rhythm.
 * `month` is `YYYY-MM`; throws a `UsageError` otherwise. Memory stays that of one hour.
 */
export function* scheduleMonth(month: string, count: number, random: Random): Generator<number> {
  const match = MONTH_PATTERN.exec(month);
  if (match === null) throw new UsageError('drill/month', `expected a month as YYYY-MM, got \`${month}\``);
  const start = Date.UTC(Number(match[1]), Number(match[2]) - 1, 1);
  const end = Date.UTC(Number(match[1]), Number(match[2]), 1);
  const weights: number[] = [];
  for (let at = start; at < end; at += HOUR_MS) {
    const when = new Date(at);
    const rhythm = (HOUR_WEIGHTS[when.getUTCHours()] as number) * (DAY_WEIGHTS[when.getUTCDay()] as number);
    weights.push(rhythm * (0.8 + 0.4 * random.next()));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weightSoFar = 0;
  let done = 0;
  for (const [hour, weight] of weights.entries()) {
    weightSoFar += weight;
    const due = hour === weights.length - 1 ? count : Math.round((count * weightSoFar) / total);
    const seconds = Array.from({ length: due - done }, () => random.integer(3600)).sort((a, b) => a - b);
    for (const second of seconds) yield start + hour * HOUR_MS + second * 1000;
    done = due;
  }
}
