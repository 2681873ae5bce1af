import { BezoarError } from '@bezoar/core';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Last instant that four digits of a year can say: 9999-12-31T23:59:59Z, in milliseconds. */
const MAX_INSTANT_MS = 253_402_300_799_000;

/**
 * Milliseconds since the Unix epoch of `2026-11-05T09:12:44Z`: RFC 3339 in UTC with whole seconds, the one spelling
 * that statements use. `undefined` for anything else, days that do not exist and leap seconds included.
 */
export function parseInstant(text: string): number | undefined {
  if (!INSTANT.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || formatInstant(ms) !== text ? undefined : ms;
}

/** The second that `ms` falls in, as RFC 3339 in UTC. Throws `instant/out-of-range` before 1970 and after 9999. */
export function formatInstant(ms: number): string {
  if (!(ms >= 0 && ms < MAX_INSTANT_MS + 1000)) {
    throw new BezoarError('instant/out-of-range', `expected an instant from 1970 to 9999, got \`${ms}\` ms`);
  }
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
