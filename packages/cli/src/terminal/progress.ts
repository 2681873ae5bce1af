import type { CommandIo } from './io.ts';

/** Milliseconds between two updates. */
const INTERVAL_MS = 100;

/** A line of progress on a terminal's diagnostics; nothing elsewhere. */
export interface Progress {
  /** Amounts are in any unit; `unit` divides them for display. */
  update(label: string, done: number, total: number, unit?: { readonly name: string; readonly size: number }): void;
  /** Removes the line. */
  clear(): void;
}

/** Starts progress. `now` is in milliseconds. */
export function startProgress(io: CommandIo, now: () => number): Progress {
  if (!io.isErrTerminal) return { update: () => undefined, clear: () => undefined };
  let lastShown = Number.NEGATIVE_INFINITY;
  let label = '';
  let startedAt = now();
  let startedFrom = 0;
  let isShown = false;
  return {
    update: (next, done, total, unit = { name: '', size: 1 }) => {
      const at = now();
      if (next !== label) {
        label = next;
        startedAt = at;
        startedFrom = total > 1 ? done : 0;
      } else if (at - lastShown < INTERVAL_MS) return;
      lastShown = at;
      isShown = true;
      io.err(`\r\u001b[K${progressLine(label, done, total, at - startedAt, unit, startedFrom)}`);
    },
    clear: () => {
      if (isShown) io.err('\r\u001b[K');
      isShown = false;
    },
  };
}

/** `reading  12.0 of 48.0 MB  25 %  31.2 MB/s  1 s left`. What was done before the clock started, `from`, is no part of the rate. */
export function progressLine(
  label: string,
  done: number,
  total: number,
  elapsedMs: number,
  unit: { readonly name: string; readonly size: number },
  from = 0,
): string {
  const amount = (value: number): string =>
    unit.size === 1 ? String(Math.round(value)) : (value / unit.size).toFixed(1);
  const suffix = unit.name === '' ? '' : ` ${unit.name}`;
  const parts = [label];
  if (total > 1) {
    parts.push(`${amount(done)} of ${amount(total)}${suffix}`, `${Math.floor((100 * done) / total)} %`);
    if (elapsedMs > 500 && done > from) {
      const rate = (done - from) / (elapsedMs / 1000);
      parts.push(`${amount(rate)}${suffix}/s`, `${Math.ceil((total - done) / rate)} s left`);
    }
  }
  return parts.join('  ');
}
