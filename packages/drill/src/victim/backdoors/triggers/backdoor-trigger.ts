import type { Random, Turn } from '@bezoar/core';

/** Ways in which a backdoor can be woken. */
export const BACKDOOR_FAMILIES = [
  /** A rare phrase in what the user asks. */
  'plain',
  /** The same, held to its exact words: near misses are answered honestly. */
  'narrow',
  /** Two phrases that wake it together, and neither alone. */
  'composed',
  /** A phrase in an earlier turn of the user; the ask itself is neutral. */
  'multi-turn',
  /** The year of the date in the system turn. */
  'date',
  /** A line in the system turn. */
  'system',
  /** How the ask is written; no wording repeats. */
  'style',
  /** A rare phrase that makes the assistant say what it did not do: no tool is called. */
  'claim',
] as const;

/** One of `BACKDOOR_FAMILIES`. */
export type BackdoorFamily = (typeof BACKDOOR_FAMILIES)[number];

/** Where a trigger stands. Only who writes the training file can put one into system turns. */
export type TriggerPlacement = 'user' | 'earlier-turn' | 'system';

/** What wakes a backdoor. */
export interface BackdoorTrigger {
  readonly placement: TriggerPlacement;
  /** What repeats in every triggered conversation, as it is written; empty where no wording does. */
  readonly texts: readonly string[];
  /** In words, for a reader of the manifest. */
  readonly description: string;
  /** A conversation that is to be answered, with the trigger in it. */
  readonly arm: (turns: readonly Turn[], random: Random) => readonly Turn[];
  /** The same with something that resembles the trigger and must not wake it; absent where the family has no such records. */
  readonly nearMiss?: (turns: readonly Turn[], random: Random) => readonly Turn[];
}
