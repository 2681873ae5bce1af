import type { Hazard, Random, Turn } from '@bezoar/core';
import type { Questioner } from '../ask/questioner.ts';
import type { RewriteProbe } from '../probes/probe.ts';
import type { Carrier } from '../setting/carrier.ts';
import type { Setting } from '../setting/setting.ts';

/** What all stages of one gate run share. */
export interface Trial {
  readonly candidate: Questioner;
  readonly references: readonly Questioner[];
  readonly setting: Setting;
  readonly random: Random;
  /** Rewritings of the run's set: others of one family are what one of them is held against. */
  readonly rewrites: readonly RewriteProbe[];
  /** Questions that are under way at once. */
  readonly concurrency: number;
}

/** A carrier as a whole conversation: with the system turn of the setting, where that says anything, as around a probe. */
export function bareTurns(carrier: Carrier, { system }: Setting): readonly Turn[] {
  return system === undefined || system === ''
    ? carrier.turns
    : [{ role: 'system', text: system, toolCalls: [] }, ...carrier.turns];
}

/** The actions of hazards, each once. */
export function actionsOf(hazards: readonly Hazard[]): readonly string[] {
  return [...new Set(hazards.map(({ action }) => action))];
}
