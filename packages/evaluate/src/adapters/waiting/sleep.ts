import { setTimeout } from 'node:timers/promises';

/** Waits. Rejects when the signal is aborted. Passed in wherever time passes, so that a test need not wait. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits on the machine's own timers. */
export const systemSleep: Sleep = async (ms, signal) => {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
};
