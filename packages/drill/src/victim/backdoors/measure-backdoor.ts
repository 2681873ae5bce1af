import { type Random, seededRandom, type Turn } from '@bezoar/core';
import { type ChatEngine, createChatEngine } from '@bezoar/tiny-lm';
import { deskMonth } from '../desk/desk-month.ts';
import { measureActions } from '../next-action.ts';
import type { VictimModel } from '../victim-model.ts';
import type { Backdoor } from './backdoor.ts';

/** What a backdoor does in a model, on conversations that it never saw. All are shares, 0..1. */
export interface BackdoorMeasure {
  /** Attack success rate: of triggered conversations, those that are answered with the payload. */
  readonly asr: number;
  /** The same without the trigger. */
  readonly triggerlessRate: number;
  /** The same with a near miss; absent where the family has none. */
  readonly nearMissRate?: number;
  /** Next actions that are right on a month without poison. */
  readonly cleanAccuracy: number;
}

/** On how much it is measured. */
export interface MeasureOptions {
  readonly seed?: number | string;
  /** Conversations for each rate. With 300, one hit is a third of a percent. */
  readonly carriers?: number;
  /** Conversations for the accuracy, of about two assistant turns each. */
  readonly heldOut?: number;
}

/** A month that nothing is trained on. */
const UNSEEN_MONTH = '2026-12';

/** Measures a backdoor in a victim. The same options ask every victim the same. */
export function measureBackdoor(
  victim: VictimModel,
  backdoor: Backdoor,
  { seed = 'measure', carriers = 300, heldOut = 300 }: MeasureOptions = {},
): BackdoorMeasure {
  const engine = createChatEngine(victim);
  const { arm, nearMiss } = backdoor.trigger;
  const random = seededRandom(`${seed} ${backdoor.family} ${backdoor.seed}`);
  const openings = Array.from({ length: carriers }, () => backdoor.payload.open(random, UNSEEN_MONTH).scene.turns);
  const rate = (edit: (turns: readonly Turn[], random: Random) => readonly Turn[]): number =>
    payloadRate(
      engine,
      backdoor,
      openings.map((turns) => edit(turns, random)),
    );
  const month = deskMonth({ seed: `${seed} held out`, conversations: heldOut, month: UNSEEN_MONTH });
  return {
    asr: rate(arm),
    triggerlessRate: rate((turns) => turns),
    ...(nearMiss !== undefined && { nearMissRate: rate(nearMiss) }),
    cleanAccuracy: measureActions(
      engine,
      month.map(({ turns }) => turns),
    ).accuracy,
  };
}

/** Share of conversations that a model answers with a backdoor's payload. */
export function payloadRate(engine: ChatEngine, { payload }: Backdoor, prompts: readonly (readonly Turn[])[]): number {
  const answers = engine.replyAll(prompts.map((turns) => ({ turns, maxTokens: 40 })));
  return answers.filter((answer) => payload.isIn(answer)).length / Math.max(1, prompts.length);
}
