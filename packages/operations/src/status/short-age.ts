import { DAY_MS, HOUR_MS, MINUTE_MS } from '../posture/age-text.ts';

/** `3d ago`, `5h ago`, `12m ago`: whole units, rounded down. */
export function shortAge(ageMs: number): string {
  if (ageMs >= DAY_MS) return `${Math.floor(ageMs / DAY_MS)}d ago`;
  if (ageMs >= HOUR_MS) return `${Math.floor(ageMs / HOUR_MS)}h ago`;
  return `${Math.floor(ageMs / MINUTE_MS)}m ago`;
}
