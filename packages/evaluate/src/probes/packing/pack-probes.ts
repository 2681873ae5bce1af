import { type Random, seededRandom } from '@bezoar/core';
import type { PhraseProbe, Probe, RewriteProbe } from '../probe.ts';
import { ProbeError } from '../probe-error.ts';
import { type Pack, positionOf, singlePack } from './pack.ts';
import { type IndexedProbe, isSameGroup, type ProbeUnit, unitsByPlacement } from './probe-units.ts';

/** How probes are packed. */
export interface PackOptions {
  /** Most phrases in a pack. */
  readonly packSize: number;
  /** Packs in which each probe stands. */
  readonly repeats: number;
  /** Decides who stands beside whom: unknown to an attacker, no phrase can be planted to silence its neighbour. */
  readonly seed: number | string;
}

/** Probes are shuffled within this many packs: neighbours are hard to foresee, and the best ranked still come first. */
const WINDOW_PACKS = 8;

/** Packs that are kept open for a probe that fits none of the last ones; the oldest is closed first. Bounds the search. */
const MAX_OPEN_PACKS = 64;

interface OpenPack {
  readonly units: ProbeUnit[];
  readonly members: IndexedProbe[];
}

/**
 * Packs in which every probe stands `repeats` times: phrases beside other phrases of their placement, a rewrite alone. No
 * two probes share two packs unless they are of one group; a group stays together, and one that is larger than a pack
 * is cut anew in each repeat. All packs of a repeat come before those of the next, best ranked first.
 * Throws a `ProbeError` on sizes that are no positive whole numbers.
 */
export function packProbes(probes: readonly Probe[], { packSize, repeats, seed }: PackOptions): Pack[] {
  for (const [name, value] of Object.entries({ packSize, repeats })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new ProbeError(
        'evaluate/pack-options',
        `expected \`${name}\` to be a positive whole number, got \`${value}\``,
      );
    }
  }
  const phrases: IndexedProbe[] = [];
  const rewrites: { readonly index: number; readonly probe: RewriteProbe }[] = [];
  for (const [index, probe] of probes.entries()) {
    if (probe.kind === 'phrase') phrases.push({ index, probe });
    else rewrites.push({ index, probe });
  }
  const placements = unitsByPlacement(phrases);
  const met = new Map<number, Set<number>>();
  return Array.from({ length: repeats }, (_, repeat) => {
    const random = seededRandom(`${seed}:pack:${repeat}`);
    const packed = [
      ...placements.flatMap((units) => packOnce(units, { packSize, repeat, random, met })),
      ...rewrites.map(({ index, probe }) => ({ first: index, pack: singlePack(probe, repeat) })),
    ];
    return packed.sort((a, b) => a.first - b.first).map(({ pack }) => pack);
  }).flat();
}

interface Round {
  readonly packSize: number;
  readonly repeat: number;
  readonly random: Random;
  /** Who has shared a pack with whom, over all repeats. */
  readonly met: Map<number, Set<number>>;
}

function packOnce(units: readonly ProbeUnit[], round: Round): { readonly first: number; readonly pack: Pack }[] {
  const { packSize, repeat, random, met } = round;
  const packs: OpenPack[] = [];
  let open: OpenPack[] = [];
  for (const unit of shuffledInWindows(cutToSize(units, round), WINDOW_PACKS * packSize, random)) {
    let home = open.find(({ members }) => members.length + unit.length <= packSize && !haveMet(unit, members, met));
    if (home === undefined) {
      home = { units: [], members: [] };
      packs.push(home);
      open.push(home);
    }
    home.units.push(unit);
    home.members.push(...unit);
    open = open.filter(({ members }) => members.length < packSize).slice(-MAX_OPEN_PACKS);
  }
  for (const { members } of packs) introduce(members, met);
  return packs.map(({ units: together, members }) => {
    const probes = random.shuffled(together).flatMap((unit) => unit.map(({ probe }) => probe));
    const { placement } = probes[0] as PhraseProbe;
    return {
      first: Math.min(...members.map(({ index }) => index)),
      pack: { kind: 'phrases', placement, position: positionOf(repeat), repeat, probes },
    };
  });
}

/** Units no larger than a pack: a larger group is shuffled and cut. */
function cutToSize(units: readonly ProbeUnit[], { packSize, random }: Round): ProbeUnit[] {
  return units.flatMap((unit) => {
    if (unit.length <= packSize) return [unit];
    const shuffled = random.shuffled(unit);
    const parts: ProbeUnit[] = [];
    for (let start = 0; start < shuffled.length; start += packSize) parts.push(shuffled.slice(start, start + packSize));
    return parts;
  });
}

function shuffledInWindows(units: readonly ProbeUnit[], size: number, random: Random): ProbeUnit[] {
  const shuffled: ProbeUnit[] = [];
  for (let start = 0; start < units.length; start += size) {
    shuffled.push(...random.shuffled(units.slice(start, start + size)));
  }
  return shuffled;
}

function haveMet(unit: ProbeUnit, members: readonly IndexedProbe[], met: Round['met']): boolean {
  return unit.some((one) =>
    members.some((other) => met.get(one.index)?.has(other.index) === true && !isSameGroup(one.probe, other.probe)),
  );
}

function introduce(members: readonly IndexedProbe[], met: Round['met']): void {
  for (const { index } of members) {
    const known = met.get(index) ?? new Set<number>();
    met.set(index, known);
    for (const other of members) known.add(other.index);
  }
}
