import type { Sleep } from '../waiting/sleep.ts';

/** Time that passes when it is told to. */
export interface ManualTime {
  readonly sleep: Sleep;
  readonly clock: () => number;
  /** The waits that nobody ended yet, milliseconds. */
  pending(): readonly number[];
  /** Resolves when somebody waits this long. */
  awaited(ms: number): Promise<void>;
  /** Ends all waits of this many milliseconds, and lets that time pass. */
  pass(ms: number): void;
}

interface Wait {
  readonly ms: number;
  readonly end: () => void;
}

/** A clock that stands still, and timers that end by hand. Waits for which `isInstant` holds end at once. */
export function manualTime(isInstant: (ms: number) => boolean = () => false): ManualTime {
  const waits = new Set<Wait>();
  const watchers = new Set<() => void>();
  let nowMs = 0;
  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (isInstant(ms)) {
        nowMs += ms;
        resolve();
        return;
      }
      const wait = {
        ms,
        end: () => {
          waits.delete(wait);
          resolve();
        },
      };
      waits.add(wait);
      signal?.addEventListener('abort', () => {
        waits.delete(wait);
        reject(signal.reason);
      });
      for (const watch of watchers) watch();
    });
  const has = (ms: number): boolean => [...waits].some((wait) => wait.ms === ms);
  return {
    sleep,
    clock: () => nowMs,
    pending: () => [...waits].map(({ ms }) => ms),
    awaited: (ms) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!has(ms)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    pass: (ms) => {
      nowMs += ms;
      for (const wait of waits) if (wait.ms === ms) wait.end();
    },
  };
}
