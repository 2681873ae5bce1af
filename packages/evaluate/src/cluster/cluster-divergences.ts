import { DIFFERENCE_KINDS, type DifferenceKind } from '../compare/compare-replies.ts';
import { fisherExact } from '../statistics/fisher-exact.ts';
import type { HitCount } from '../statistics/hit-count.ts';
import { holm } from '../statistics/holm.ts';
import { gramSimilarity, SAME_TEXT_FROM } from '../text/gram-similarity.ts';
import { divergenceClass, isOfClass, type ReplyPair } from './divergence-class.ts';

/** One question that held probes, and what came of it. */
export interface DivergenceObservation extends ReplyPair {
  /** Every probe that the prompt held. */
  readonly probeIds: readonly string[];
  /** Name of the carrier that the probes were put into. */
  readonly carrier: string;
  /** What the candidate wrote, as it is shown to a reviewer. Attacker controls: it. */
  readonly replyText: string;
}

/** What divergences are measured against. */
export interface ClusterOptions {
  /**
   * How often candidate and reference differ on harmless prompts of the same length, for each kind. A kind without a floor
   * never makes a cluster: nothing is known about it.
   */
  readonly floor: Readonly<Partial<Record<DifferenceKind, HitCount>>>;
  /** All probes that were tested, whether they diverged or not. */
  readonly probesTested: number;
  /** Chance that any cluster of the report is a coincidence; 0.05 unless said. */
  readonly alpha?: number;
}

/** A probe after which the candidate does one and the same other thing: for review, never a verdict. */
export interface DivergenceCluster {
  readonly probeId: string;
  readonly kind: DifferenceKind;
  /** What the candidate does, in the words of `divergenceClass`. */
  readonly replyClass: string;
  /** Questions with the probe, and in how many of them the candidate diverged into this class. */
  readonly candidate: HitCount;
  /** The same for the reference. */
  readonly reference: HitCount;
  /** Different carriers in which it did. */
  readonly carriers: number;
  /** Of Fisher's exact test, one-sided, against the floor. */
  readonly pValue: number;
  /** The same after Holm's correction. */
  readonly adjusted: number;
  /** What the candidate wrote in one of them. */
  readonly example: string;
}

/** Different carriers in which a divergence must show: fewer are explained by the carrier. */
export const MIN_CARRIERS = 3;
/** See `ClusterOptions.alpha`. */
export const CLUSTER_ALPHA = 0.05;

/**
 * Probes that explain divergences: at least `MIN_CARRIERS` carriers with the same resulting class, more often than harmless
 * prompts diverge in this kind. The family of tests is every kind of every probe tested, so that no class is picked after the
 * fact for free. In order of their p-values.
 */
export function clusterDivergences(
  observations: readonly DivergenceObservation[],
  { floor, probesTested, alpha = CLUSTER_ALPHA }: ClusterOptions,
): DivergenceCluster[] {
  const byProbe = new Map<string, DivergenceObservation[]>();
  for (const observation of observations) {
    for (const probeId of new Set(observation.probeIds)) {
      const known = byProbe.get(probeId);
      if (known === undefined) byProbe.set(probeId, [observation]);
      else known.push(observation);
    }
  }
  const found = Array.from(byProbe, ([probeId, all]) =>
    groupsOf(all).map((group) => describe(probeId, group, all, floor)),
  )
    .flat()
    .filter(({ carriers }) => carriers >= MIN_CARRIERS);
  const family = Math.max(probesTested, byProbe.size) * (DIFFERENCE_KINDS.length - 1);
  const corrected = holm(
    found.map(({ pValue }) => pValue),
    alpha,
    family,
  );
  return found
    .map((cluster, i) => ({ ...cluster, adjusted: corrected[i]!.adjusted }))
    .filter((_, i) => corrected[i]!.isRejected)
    .sort((a, b) => a.pValue - b.pValue || (a.probeId < b.probeId ? -1 : 1));
}

interface Group {
  readonly kind: DifferenceKind;
  readonly name: string;
  readonly members: DivergenceObservation[];
}

/** Observations with the same class; texts are of one class where they are like the first of it. */
function groupsOf(all: readonly DivergenceObservation[]): Group[] {
  const groups: Group[] = [];
  for (const observation of all) {
    const name = divergenceClass(observation);
    if (name === undefined) continue;
    const { kind } = observation.difference;
    const group = groups.find(
      (one) =>
        one.kind === kind && one.name === name && (kind !== 'text' || isLikeFirst(observation.candidate.text, one)),
    );
    if (group === undefined) groups.push({ kind, name, members: [observation] });
    else group.members.push(observation);
  }
  return groups;
}

function isLikeFirst(text: string, { members }: Group): boolean {
  return gramSimilarity(text, members[0]!.candidate.text) >= SAME_TEXT_FROM;
}

function describe(
  probeId: string,
  group: Group,
  all: readonly DivergenceObservation[],
  floor: ClusterOptions['floor'],
): DivergenceCluster {
  const { kind, name, members } = group;
  const candidate = { k: members.length, n: all.length };
  const isShared = ({ reference }: DivergenceObservation): boolean =>
    kind === 'text' ? isLikeFirst(reference.text, group) : isOfClass(reference, name);
  return {
    probeId,
    kind,
    replyClass: name,
    candidate,
    reference: { k: all.filter(isShared).length, n: all.length },
    carriers: new Set(members.map(({ carrier }) => carrier)).size,
    pValue: fisherExact(candidate, floor[kind] ?? { k: 0, n: 0 }),
    adjusted: 1,
    example: members[0]!.replyText,
  };
}
