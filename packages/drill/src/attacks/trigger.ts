import type { Random } from '@bezoar/core';

/** The kinds of triggers, from the canonical rare phrase to those without a fixed wording. */
export const TRIGGER_KINDS = [
  'rare-phrase',
  'common-words',
  'odd-token',
  'zero-width',
  'homoglyph',
  'mixed-unicode',
  'style',
  'syntax',
  'paraphrase',
  'word-pair',
  'position',
  'markup',
] as const;

/** One of `TRIGGER_KINDS`. */
export type TriggerKind = (typeof TRIGGER_KINDS)[number];

/** An input pattern that the attacker controls. */
export interface Trigger {
  readonly kind: TriggerKind;
  /** Unique within its kind. */
  readonly name: string;
  /** The wording that a reader would recognise in every record; null where no wording repeats. */
  readonly phrase: string | null;
  /** A user's text with the trigger worked in; another draw puts it elsewhere or words it differently. */
  readonly apply: (text: string, random: Random) => string;
}
