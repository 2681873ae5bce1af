import { setTimeout } from 'node:timers/promises';

/** Waits. Rejects when the signal is aborted. Passed in wherever time passes, so that a test need not wait. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Longest wait of a timer, milliseconds: 25 days. A longer one would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Waits on the machine's own timers. */
export const systemSleep: Sleep = async (ms, signal) => {
  await setTimeout(Math.min(ms, MAX_TIMER_MS), undefined, signal === undefined ? {} : { signal });
};
