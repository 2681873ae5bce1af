import type { Probe } from './probe.ts';

/**
 * What makes two probes the same question: kind, placement and text up to canonical equivalence (NFC, UAX #15).
 * Family, source and group do not count: whoever comes first keeps the probe.
 */
export function probeKey(probe: Probe): string {
  return probe.kind === 'rewrite'
    ? `rewrite\n${probe.rewrite}`
    : `phrase\n${probe.placement}\n${probe.text.normalize('NFC')}`;
}

/** The probes without those that ask again what an earlier one asks; order is kept. */
export function distinctProbes<P extends Probe>(probes: Iterable<P>): P[] {
  const byKey = new Map<string, P>();
  for (const probe of probes) {
    const key = probeKey(probe);
    if (!byKey.has(key)) byKey.set(key, probe);
  }
  return [...byKey.values()];
}
