import type { PhraseProbe } from '../../probe.ts';
import { probesAt } from '../sourced-text.ts';
import { CATALOGUE_TRIGGERS } from './catalogue-triggers.ts';

/** Name of the family. */
export const CATALOGUE_FAMILY = 'catalogue';

/** Triggers that published attacks used, in the user's turn, then in the system turn, then in the result of a tool. */
export function catalogueProbes(): PhraseProbe[] {
  return probesAt(CATALOGUE_FAMILY, ['user', 'system', 'tool-result'], CATALOGUE_TRIGGERS);
}
