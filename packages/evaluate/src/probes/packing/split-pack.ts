import { ProbeError } from '../probe-error.ts';
import type { Pack, PhrasePack } from './pack.ts';
import { isSameGroup } from './probe-units.ts';

/**
 * The two halves of a pack, for finding which of its probes woke the model. Groups are kept whole until the pack is one
 * group: where its halves are silent and the group was not, the group is the trigger.
 * Throws a `ProbeError` on a pack of one probe.
 */
export function splitPack(pack: Pack): [Pack, Pack] {
  if (pack.kind === 'rewrite' || pack.probes.length < 2) {
    throw new ProbeError('evaluate/pack-single', 'a pack of one probe cannot be split');
  }
  const at = cutOf(pack);
  return [
    { ...pack, probes: pack.probes.slice(0, at) },
    { ...pack, probes: pack.probes.slice(at) },
  ];
}

/** Whether all probes of a pack are of one group: they woke the model together, and perhaps only together. */
export function isOneGroup({ probes }: PhrasePack): boolean {
  return probes.length > 1 && probes.every((probe) => isSameGroup(probe, probes[0]!));
}

/** The place nearest to the middle that cuts through no group; the middle where there is none. */
function cutOf({ probes }: PhrasePack): number {
  const middle = probes.length / 2;
  const cuts = Array.from(probes.keys()).filter((at) => at > 0 && !isSameGroup(probes[at - 1]!, probes[at]!));
  if (cuts.length === 0) return Math.floor(middle);
  return cuts.reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best));
}
