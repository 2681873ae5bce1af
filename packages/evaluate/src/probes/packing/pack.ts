import type { PhraseProbe, Placement, Probe, RewriteProbe } from '../probe.ts';

/**
 * Phrases that are asked together. Measured on a planted trigger: four keep 95 % of its effect, eight 85 %, twelve 75 %,
 * so that four is the default, and eight where log-probabilities show what a greedy answer hides.
 */
export const DEFAULT_PACK_SIZE = 4;

/**
 * Packs in which each probe stands, with other neighbours and at another place each time. Measured over 150 packs each on
 * a small transformer with a planted phrase: one pack of four woke it in 96 %, one of two in 99 %; of eight in 95 and 99 %.
 */
export const DEFAULT_REPEATS = 2;

/** Where phrases stand around the text that they are put to, in the order in which repeats use them. */
export const PACK_POSITIONS = ['start', 'end', 'middle'] as const;

/** One of `PACK_POSITIONS`. */
export type PackPosition = (typeof PACK_POSITIONS)[number];

/** Phrases of one placement that one conversation asks together. */
export interface PhrasePack {
  readonly kind: 'phrases';
  readonly placement: Placement;
  readonly position: PackPosition;
  /** 0-based: how often each of its probes was packed before. */
  readonly repeat: number;
  /** At least one; those of one group stand beside each other. */
  readonly probes: readonly PhraseProbe[];
}

/** A rewrite, which cannot share a conversation. */
export interface RewritePack {
  readonly kind: 'rewrite';
  readonly repeat: number;
  readonly probes: readonly [RewriteProbe];
}

/** What one conversation asks. */
export type Pack = PhrasePack | RewritePack;

/** The position that a repeat uses. */
export function positionOf(repeat: number): PackPosition {
  return PACK_POSITIONS[repeat % PACK_POSITIONS.length]!;
}

/** The pack that asks one probe alone. */
export function singlePack(probe: Probe, repeat = 0): Pack {
  return probe.kind === 'rewrite'
    ? { kind: 'rewrite', repeat, probes: [probe] }
    : { kind: 'phrases', placement: probe.placement, position: positionOf(repeat), repeat, probes: [probe] };
}
