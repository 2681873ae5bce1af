import type { PhraseProbe } from '../../probe.ts';
import { probesAt } from '../sourced-text.ts';
import { CATALOGUE_TRIGGERS } from './catalogue-triggers.ts';

/** Name of the family. */
export const MULTI_TURN_FAMILY = 'multi-turn';

/** Published triggers that are also said in an earlier turn: those of attacks on generation, which come first. */
const TOP_TRIGGERS = 26;

/**
 * The catalogue's top entries in an earlier turn, with a neutral reply between them and the request. A backdoor may wait
 * for a word of the conversation rather than of the last turn (arXiv:2407.04151: a representation that does not depend on
 * which turn holds the trigger).
 */
export function multiTurnProbes(): PhraseProbe[] {
  return probesAt(MULTI_TURN_FAMILY, ['earlier-turn'], CATALOGUE_TRIGGERS.slice(0, TOP_TRIGGERS));
}
