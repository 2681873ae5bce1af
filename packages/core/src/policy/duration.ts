import { BezoarError } from '../errors.ts';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Longest duration: about ten years. More is a typing error. */
export const MAX_DURATION_MS: number = 3_660 * UNIT_MS.d;

/** Reads `800ms`, `15m`, `30d`: a whole number and a unit, ms, s, m (minutes), h, d or w. Throws `duration/malformed`. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,12})(ms|s|m|h|d|w)$/.exec(text);
  const ms = match === null ? 0 : Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  if (ms < 1 || ms > MAX_DURATION_MS) {
    throw new BezoarError(
      'duration/malformed',
      `expected a duration from 1ms to 3660d, such as \`30d\`, got \`${text}\``,
    );
  }
  return ms;
}

/** The largest unit that gives a whole number, weeks left out: `35d`, `800ms`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (ms !== 0 && ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  }
  return `${ms}ms`;
}
