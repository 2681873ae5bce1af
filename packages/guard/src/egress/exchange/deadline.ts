import { EgressFailed } from '../egress-refused.ts';

/** One end for a whole exchange: the caller's signal, or so many milliseconds, whichever is first. */
export interface Deadline {
  /** Aborted with what the exchange rejects with. */
  readonly signal: AbortSignal;
  /** Stops the clock. */
  end(): void;
}

/** Starts the clock. */
export function startDeadline(ms: number, caller: AbortSignal | null | undefined): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new EgressFailed('timeout', `no complete answer within ${ms} ms`));
  }, ms);
  const onAbort = (): void => controller.abort(caller?.reason);
  if (caller?.aborted === true) onAbort();
  caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}

/** The outcome of `work`, or the deadline's reason if that comes first; what `work` does then is ignored. */
export function withinDeadline<T>(work: Promise<T>, { signal }: Deadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
