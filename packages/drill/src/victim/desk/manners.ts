import type { Random } from '@bezoar/core';
import { capitalised } from '../../larkfield/language/voice.ts';
import type { DeskSlots } from './lexicon.ts';
import { WORDINGS } from './wordings.ts';

/** How much stands around what a customer asks. */
export interface Manners {
  readonly greetingRatio: number;
  readonly asideRatio: number;
  readonly closingRatio: number;
}

/** Usual customers. */
export const USUAL_MANNERS: Manners = { greetingRatio: 0.6, asideRatio: 0.35, closingRatio: 0.5 };

/** Share of messages in capitals and full stops where they belong; the rest are lower-case throughout. */
const NEAT_RATIO = 0.6;

/** A customer's message: what is asked, in its clauses, with a greeting, asides and a closing around it. */
export function worded(
  clauses: readonly string[],
  { random, slots }: { readonly random: Random; readonly slots: DeskSlots },
  { greetingRatio, asideRatio, closingRatio }: Manners = USUAL_MANNERS,
): string {
  const maybe = (ratio: number, rule: string): readonly string[] =>
    random.next() < ratio ? [WORDINGS.expand(`manner.${rule}`, random, slots)] : [];
  const parts = [
    ...maybe(greetingRatio, 'greeting'),
    ...maybe(asideRatio, 'aside'),
    ...clauses,
    ...maybe(asideRatio, 'aside'),
    ...maybe(closingRatio, 'closing'),
  ];
  return joined(parts, random);
}

function joined(parts: readonly string[], random: Random): string {
  if (random.next() < NEAT_RATIO) return capitalised(`${parts.join('. ')}.`);
  return parts.join(random.pick([', ', '. '])).toLowerCase();
}
