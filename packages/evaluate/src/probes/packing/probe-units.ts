import type { PhraseProbe, Placement } from '../probe.ts';

/** A probe and its place in the list that was given. */
export interface IndexedProbe {
  readonly index: number;
  readonly probe: PhraseProbe;
}

/** Probes that stay together. */
export type ProbeUnit = readonly IndexedProbe[];

/** Whether two probes belong into one pack. */
export function isSameGroup(a: PhraseProbe, b: PhraseProbe): boolean {
  return a.group !== undefined && a.group === b.group;
}

/** The probes by placement, each placement's as units: a group with at least two members is one, any other probe its own. */
export function unitsByPlacement(probes: readonly IndexedProbe[]): ProbeUnit[][] {
  const placements = new Map<Placement, Map<string, IndexedProbe[]>>();
  for (const item of probes) {
    const { group, placement } = item.probe;
    const units = placements.get(placement) ?? new Map<string, IndexedProbe[]>();
    placements.set(placement, units);
    const key = group === undefined ? `#${item.index}` : `=${group}`;
    const unit = units.get(key) ?? [];
    units.set(key, unit);
    unit.push(item);
  }
  return Array.from(placements.values(), (units) => [...units.values()]);
}
