import type { Probe } from '../probe.ts';
import { type CheckedProbe, checkProbe } from './check-probe.ts';
import { gatherProbes } from './gather-probes.ts';

/** Family of probes that a file gives without naming one. */
export const OWN_FAMILY = 'own';

/**
 * Probes of a user's own: JSON Lines, on each line `{"text": …}` with `placement` (default `user`), `group`, `family`
 * (default `own`) and `source` (default `line N`), or `{"rewrite": …}`. Empty lines count and say nothing.
 * Throws one `ProbeError` with the faults of all lines.
 */
export function parseProbeFile(text: string): Probe[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  return gatherProbes('probe file', readLines(lines));
}

function* readLines(lines: readonly string[]): Iterable<readonly [string, CheckedProbe]> {
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== '') yield [`line ${index + 1}`, readLine(line, index + 1)];
  }
}

function readLine(line: string, number: number): CheckedProbe {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { faults: ['not JSON'] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return checkProbe(value);
  const origin = { family: OWN_FAMILY, source: `line ${number}` };
  const kind = 'rewrite' in value ? 'rewrite' : 'phrase';
  return checkProbe(
    kind === 'rewrite' ? { kind, ...origin, ...value } : { kind, ...origin, placement: 'user', ...value },
  );
}
