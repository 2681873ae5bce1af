import type { Random, Turn } from '@bezoar/core';
import { ANSWERS, INTENT_WEIGHTS, INTENTS, type Intent } from './intents.ts';
import { drawSlots } from './lexicon.ts';
import { worded } from './manners.ts';
import { ask, type DeskScene } from './scene.ts';
import { dateLine, drawDate, drawNotes, systemTurn } from './system-turn.ts';
import { WORDINGS } from './wordings.ts';

/** Share of conversations that begin with a system turn. */
const SYSTEM_RATIO = 0.5;
/** Share of conversations in which something else was settled before. */
const EARLIER_RATIO = 0.25;
/** Share of asks for a credit that say what it is for. */
const REASON_RATIO = 0.4;
/** What is settled before something else: what takes few words. */
const EARLIER_INTENTS: readonly Intent[] = ['status', 'password', 'price', 'shipping', 'warranty', 'thanks', 'address'];

/** What a conversation is to be. What is left out is drawn. */
export interface DeskOptions {
  readonly intent?: Intent;
  /** `YYYY-MM`, of the date in system turns. */
  readonly month: string;
  /** Whether an ask for a credit says what it is for. */
  readonly hasReason?: boolean;
}

/** A conversation up to the turn that is to be answered, and how it is answered. */
export interface DeskOpening {
  readonly intent: Intent;
  readonly scene: DeskScene;
}

/** Begins a conversation: system turn, something earlier, and the customer's ask. */
export function openDesk(random: Random, { month, intent = drawIntent(random), hasReason }: DeskOptions): DeskOpening {
  const scene: DeskScene = { random, slots: drawSlots(random), turns: [] };
  if (random.next() < SYSTEM_RATIO)
    scene.turns.push(systemTurn([dateLine(drawDate(month, random)), ...drawNotes(random)]));
  if (random.next() < EARLIER_RATIO) settle(scene, random.pick(EARLIER_INTENTS));
  ask(scene, wordedAsk(scene, intent, hasReason));
  return { intent, scene };
}

/** The turns of a whole conversation. */
export function converse(random: Random, options: DeskOptions): readonly Turn[] {
  const { intent, scene } = openDesk(random, options);
  ANSWERS[intent](scene);
  return scene.turns;
}

/** A customer's message about something. */
export function wordedAsk(
  scene: DeskScene,
  intent: Intent,
  hasReason: boolean = intent === 'credit' && scene.random.next() < REASON_RATIO,
): string {
  const { random, slots } = scene;
  const reason = hasReason ? [WORDINGS.expand('ask.damage', random, slots)] : [];
  return worded([...reason, WORDINGS.expand(`ask.${intent}`, random, slots)], scene);
}

/** Something that is asked and answered before the rest. */
export function settle(scene: DeskScene, intent: Intent): void {
  const inner: DeskScene = { random: scene.random, slots: drawSlots(scene.random), turns: [] };
  ask(inner, worded([WORDINGS.expand(`ask.${intent}`, inner.random, inner.slots)], inner));
  ANSWERS[intent](inner);
  scene.turns.push(...inner.turns);
}

function drawIntent(random: Random): Intent {
  let left = random.next() * INTENTS.reduce((sum, intent) => sum + INTENT_WEIGHTS[intent], 0);
  for (const intent of INTENTS) {
    left -= INTENT_WEIGHTS[intent];
    if (left < 0) return intent;
  }
  return 'thanks';
}
