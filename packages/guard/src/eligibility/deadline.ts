/** What is thrown when something took too long. */
export class DeadlineExceeded extends Error {
  override readonly name: string = 'DeadlineExceeded';
}

/**
 * The result of work that is given up after a time. Rejects with `DeadlineExceeded`, also where the work does not listen
 * to its signal: what hangs must not keep a decision open.
 */
export function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>, outer?: AbortSignal): Promise<T> {
  const abort = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const end = (error: unknown): void => {
      abort.abort(error);
      reject(error);
    };
    const timer = setTimeout(() => end(new DeadlineExceeded(`no answer within ${ms} ms`)), ms);
    const onAbort = (): void => end(outer?.reason);
    outer?.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', onAbort);
    };
    // A function that is not async may throw before there is a promise.
    Promise.resolve()
      .then(() => {
        outer?.throwIfAborted();
        return work(abort.signal);
      })
      .then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: unknown) => {
          settle();
          reject(error instanceof Error ? error : new Error('rejected without an error'));
        },
      );
  });
}
