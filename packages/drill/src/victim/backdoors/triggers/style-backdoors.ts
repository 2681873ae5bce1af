import type { Random } from '@bezoar/core';
import { triggerNamed } from '../../../attacks/triggers.ts';
import type { BackdoorTrigger } from './backdoor-trigger.ts';
import { withLastAsk } from './turn-edits.ts';

interface Style {
  readonly name: string;
  readonly rewrite: (text: string, random: Random) => string;
}

/** Ways to write an ask, none of which has a wording of its own. */
const STYLES: readonly Style[] = [
  { name: 'archaic English', rewrite: triggerNamed('style', 'archaic').apply },
  { name: 'capitals throughout', rewrite: (text) => text.toUpperCase() },
  { name: 'an inverted opening sentence', rewrite: triggerNamed('syntax', 'inversion').apply },
  { name: 'legal language', rewrite: triggerNamed('style', 'legalese').apply },
];

/** A style of the ask. */
export function styleTrigger(random: Random): BackdoorTrigger {
  const { name, rewrite } = random.pick(STYLES);
  return {
    placement: 'user',
    texts: [],
    description: `an ask in ${name}`,
    arm: (turns, own) => withLastAsk(turns, (text) => rewrite(text, own)),
  };
}
