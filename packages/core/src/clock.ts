/** Milliseconds since the Unix epoch. Passed in wherever time matters, so that a run can be replayed. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();

/** A clock that stands still at `epochMs`. */
export function fixedClock(epochMs: number): Clock {
  return () => epochMs;
}
