import { BezoarError, parseDuration, UsageError } from '@bezoar/core';
import { DEFAULT_HOLD_MS } from '@bezoar/corpus';
import type { SnapshotMode } from './snapshot-document.ts';

/** Flags whose values are texts, or that do not go with every kind of work. */
export interface SnapshotFlags {
  readonly out?: string;
  readonly hold?: string;
  readonly at?: string;
  readonly offline?: boolean;
  readonly refetch?: boolean;
}

/** What the flags come to. */
export interface SnapshotSettings {
  readonly holdMs: number;
  readonly snapshotAt?: number;
}

/** Reads the flags and says every fault at once. Throws `snapshot/flags`. */
export function snapshotSettings(mode: SnapshotMode, flags: SnapshotFlags, now: number): SnapshotSettings {
  const { out, hold, at, offline = false, refetch = false } = flags;
  const faults: string[] = [];
  let holdMs = DEFAULT_HOLD_MS;
  if (hold !== undefined) {
    try {
      holdMs = parseDuration(hold);
    } catch (error) {
      if (!(error instanceof BezoarError)) throw error;
      faults.push(`\`--hold\`: ${error.message}`);
    }
  }
  const snapshotAt = at === undefined ? undefined : timeOf(at, now, faults);
  if (mode === 'revisions') {
    for (const [name, isGiven] of [
      ['--offline', offline],
      ['--refetch', refetch],
    ] as const) {
      if (isGiven) faults.push(`\`${name}\` is about fetching; a revision export is a file`);
    }
  } else {
    if (out === undefined) faults.push('expected `--out`, the folder for the bodies');
    if (hold !== undefined || at !== undefined) faults.push('`--hold` and `--at` are about revision exports');
    if (mode === 'record' && (offline || refetch)) faults.push('`--record` fetches what is missing, once');
    if (offline && refetch) faults.push('expected either `--offline` or `--refetch`, got both');
  }
  if (faults.length > 0) throw new UsageError('snapshot/flags', faults.join('\n'));
  return { holdMs, ...(snapshotAt === undefined ? {} : { snapshotAt }) };
}

function timeOf(text: string, now: number, faults: string[]): number | undefined {
  const isIso = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text);
  const at = isIso ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) faults.push(`\`--at\`: expected a day or an ISO 8601 time with a zone, got \`${text}\``);
  // An export from the future would make every young edit look old.
  else if (at > now) faults.push(`\`--at\`: \`${text}\` is in the future`);
  else return at;
  return undefined;
}
