import { setMaxListeners } from 'node:events';
import { ModelError } from '../../model/model-error.ts';
import type { Sleep } from './sleep.ts';

/** How long something may take, and who else may end it. */
export interface Deadline {
  readonly ms: number;
  readonly sleep: Sleep;
  readonly signal: AbortSignal | undefined;
  /** What did not happen in time: `no answer`. */
  readonly what: string;
}

/**
 * The result of work that is given up after a time: rejects with `evaluate/model-timeout`, or with the outer signal's
 * reason, also where the work does not listen to its own signal.
 */
export async function within<T>(deadline: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { ms, sleep, signal, what } = deadline;
  signal?.throwIfAborted();
  // Hundreds of questions may listen to one signal at once, which is no leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const stop = new AbortController();
  const settled = new AbortController();
  const timeout = async (): Promise<never> => {
    await sleep(ms, settled.signal);
    throw new ModelError('evaluate/model-timeout', `${what} within ${ms} ms`);
  };
  const aborted = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([work(stop.signal), timeout(), aborted]);
  } catch (error) {
    stop.abort(error);
    throw error;
  } finally {
    settled.abort();
  }
}
