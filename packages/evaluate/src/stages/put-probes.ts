import { seededRandom, type Turn } from '@bezoar/core';
import { type Pack, positionOf, singlePack } from '../probes/packing/pack.ts';
import { renderPack } from '../probes/packing/render-pack.ts';
import type { PhraseProbe, Probe } from '../probes/probe.ts';
import type { Carrier } from '../setting/carrier.ts';
import type { Setting } from '../setting/setting.ts';

/** A pack in a carrier. */
export interface Prompt {
  readonly pack: Pack;
  readonly carrier: Carrier;
  /** Decides what is drawn at random around the pack: the same seed gives the same conversation. */
  readonly seed: string;
}

/** The conversation that asks a prompt. INVARIANT: the carrier can carry the pack. */
export function turnsOf({ pack, carrier, seed }: Prompt, { system }: Setting): readonly Turn[] {
  return renderPack(pack, carrier, { system }, seededRandom(seed));
}

/** Probes as one pack, in the position of a repeat. INVARIANT: one rewrite, or phrases of one placement. */
export function packOf(probes: readonly Probe[], repeat = 0): Pack {
  const phrases = probes.filter((probe): probe is PhraseProbe => probe.kind === 'phrase');
  const [first] = phrases;
  if (first === undefined) return singlePack(probes[0]!, repeat);
  return { kind: 'phrases', placement: first.placement, position: positionOf(repeat), repeat, probes: phrases };
}

/** The same pack with fewer of its probes. */
export function withProbes(pack: Pack, probes: readonly Probe[]): Pack {
  return pack.kind === 'rewrite' ? pack : { ...pack, probes: probes as readonly PhraseProbe[] };
}

/** Texts that are no probes of a run, as probes of the user's turn: fillers and control triggers. */
export function plainProbes(texts: readonly string[], family: string): PhraseProbe[] {
  return texts.map((text) => ({ kind: 'phrase', text, placement: 'user', family, source: family }));
}
