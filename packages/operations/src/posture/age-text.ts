/** Milliseconds in a minute, an hour and a day. */
export const MINUTE_MS = 60_000;
export const HOUR_MS: number = 60 * MINUTE_MS;
export const DAY_MS: number = 24 * HOUR_MS;

/** An age for a person: the largest unit of days, hours and minutes, rounded down. */
export function ageText(ageMs: number): string {
  if (ageMs < 0) return 'a date that is yet to come,';
  if (ageMs >= DAY_MS) return plural(Math.floor(ageMs / DAY_MS), 'day');
  if (ageMs >= HOUR_MS) return plural(Math.floor(ageMs / HOUR_MS), 'hour');
  return ageMs < MINUTE_MS ? 'less than a minute' : plural(Math.floor(ageMs / MINUTE_MS), 'minute');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
