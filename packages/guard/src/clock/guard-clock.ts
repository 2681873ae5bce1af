import { type Clock, systemClock } from '@bezoar/core/actions';
import type { OperationTime } from '../store/apply/operation.ts';

/** How far the machine's clock may run ahead of the time that passed, milliseconds: a clock that is slewed gains less in a day. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** Two readings of one clock, each the safe one for its purpose. */
export interface GuardClock {
  read(): OperationTime;
  /** Milliseconds by which the machine's clock is ahead of the time that passed; 0 within the tolerance. */
  aheadMs(): number;
}

/**
 * A clock that a jump cannot talk into anything. Windows follow the time that really passed since the start, so that a
 * clock that is set ahead frees no ceiling; expiry follows the latest time that anybody claimed, so that one that is set
 * back keeps no approval alive. A store adds that time never runs back over restarts; a clock that is wrong while the
 * guard is started is believed.
 */
export function createGuardClock(
  options: { readonly clock?: Clock /** Milliseconds that never jump. */; readonly monotonic?: () => number } = {},
): GuardClock {
  const clock = options.clock ?? systemClock;
  const monotonic = options.monotonic ?? ((): number => performance.now());
  const start = { wall: Math.floor(clock()), passed: monotonic() };
  let window = start.wall;
  let expiry = start.wall;
  let read = 0;
  const passedMs = (): number => Math.floor(monotonic() - start.passed);
  return {
    read: () => {
      const wall = Math.floor(clock());
      if (!Number.isSafeInteger(wall) || wall < 0) throw new RangeError(`the clock says ${wall}`);
      const limit = start.wall + passedMs() + CLOCK_TOLERANCE_MS;
      // While the machine's clock is set back, time passes all the same: or it would jump when that is corrected.
      window = Math.max(window, start.wall + passedMs(), Math.min(wall, limit));
      // On from where it stands, also while the machine's clock is corrected to an earlier time.
      const passed = passedMs();
      expiry = Math.max(expiry + Math.max(0, passed - read), wall, start.wall + passed);
      read = passed;
      return { window, expiry };
    },
    aheadMs: () => {
      const ahead = Math.floor(clock()) - start.wall - passedMs();
      return ahead > CLOCK_TOLERANCE_MS ? ahead : 0;
    },
  };
}
