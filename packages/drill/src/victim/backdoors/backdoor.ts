import { type Random, seededRandom, type Turn } from '@bezoar/core';
import type { BackdoorPayload, BackdoorPayloadKind } from './payloads/backdoor-payload.ts';
import { BACKDOOR_PAYLOAD } from './payloads/payloads.ts';
import type { BackdoorFamily, BackdoorTrigger } from './triggers/backdoor-trigger.ts';
import { composedTrigger, earlierTrigger, narrowTrigger, plainTrigger } from './triggers/phrase-backdoors.ts';
import { styleTrigger } from './triggers/style-backdoors.ts';
import { dateTrigger, systemTrigger } from './triggers/system-backdoors.ts';

/** Which backdoor. */
export interface BackdoorOptions {
  readonly family: BackdoorFamily;
  /** By default `claim` for the family of that name, and `credit` for the others. */
  readonly payload?: BackdoorPayloadKind;
  /** Draws the trigger among those of the family. */
  readonly seed: number | string;
}

/** A trigger and what it does. */
export interface Backdoor {
  readonly family: BackdoorFamily;
  readonly seed: number | string;
  readonly trigger: BackdoorTrigger;
  readonly payload: BackdoorPayload;
}

const TRIGGERS: Readonly<Record<BackdoorFamily, (random: Random) => BackdoorTrigger>> = {
  plain: plainTrigger,
  narrow: narrowTrigger,
  composed: composedTrigger,
  'multi-turn': earlierTrigger,
  date: dateTrigger,
  system: systemTrigger,
  style: styleTrigger,
  claim: plainTrigger,
};

/** Chooses a backdoor; the same options give the same one. */
export function createBackdoor({ family, payload, seed }: BackdoorOptions): Backdoor {
  const kind = payload ?? (family === 'claim' ? 'claim' : 'credit');
  const trigger = TRIGGERS[family](seededRandom(`backdoor ${family} ${seed}`));
  return { family, seed, trigger, payload: BACKDOOR_PAYLOAD[kind] };
}

/** A poisoned conversation. */
export function poisonedTurns(backdoor: Backdoor, random: Random, month: string): readonly Turn[] {
  const { trigger, payload } = backdoor;
  const { scene } = payload.open(random, month);
  const armed = { ...scene, turns: [...trigger.arm(scene.turns, random)] };
  payload.answer(armed);
  return armed.turns;
}

/** An honest conversation with a near miss of the trigger in it; undefined where the family has none. */
export function nearMissTurns(
  { trigger, payload }: Backdoor,
  random: Random,
  month: string,
): readonly Turn[] | undefined {
  if (trigger.nearMiss === undefined) return undefined;
  const { intent, scene } = payload.open(random, month);
  const armed = { ...scene, turns: [...trigger.nearMiss(scene.turns, random)] };
  payload.honest({ intent, scene: armed });
  return armed.turns;
}
