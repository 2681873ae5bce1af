import { EMOJI_FAMILY, emojiProbes } from './characters/emoji.ts';
import { ENCODINGS_FAMILY, encodingProbes } from './characters/encodings.ts';
import { PUNCTUATION_FAMILY, punctuationProbes } from './characters/punctuation.ts';
import { UNICODE_FAMILY, unicodeProbes } from './characters/unicode.ts';
import { CODE_FAMILY, codeProbes } from './contexts/code.ts';
import { LANGUAGES_FAMILY, languageProbes } from './contexts/languages.ts';
import { NUMBERS_FAMILY, numberProbes } from './contexts/numbers.ts';
import { SYSTEM_NOTES_FAMILY, systemNoteProbes } from './contexts/system-notes.ts';
import { DRAWN_FAMILY, drawnProbes } from './drawn/drawn.ts';
import type { ProbeFamily } from './family.ts';
import { CATALOGUE_FAMILY, catalogueProbes } from './published/catalogue.ts';
import { DATES_FAMILY, dateProbes } from './published/dates.ts';
import { DEPLOYMENT_TAGS_FAMILY, deploymentTagProbes } from './published/deployment-tags.ts';
import { MULTI_TURN_FAMILY, multiTurnProbes } from './published/multi-turn.ts';
import { RARE_TOKENS_FAMILY, rareTokenProbes } from './published/rare-tokens.ts';
import { STYLES_FAMILY, styleProbes } from './styles/styles.ts';

/**
 * The families of the house beside the mined phrases, in the order in which they are asked. Weights of those
 * with phrases sum to 100: a third for what was published, which a smoke run holds whole, a seventh for draws, by which a
 * residual bound is stated, the rest by how
 * often attacks in the literature used the kind. `styles` has rewrites only; its weight is against those of `unicode`,
 * `encodings` and `punctuation`, which have some.
 */
export const FAMILIES: readonly ProbeFamily[] = [
  { name: CATALOGUE_FAMILY, weight: 36, probes: catalogueProbes },
  { name: DEPLOYMENT_TAGS_FAMILY, weight: 5, probes: deploymentTagProbes },
  { name: DATES_FAMILY, weight: 5, probes: dateProbes },
  { name: MULTI_TURN_FAMILY, weight: 5, probes: multiTurnProbes },
  { name: STYLES_FAMILY, weight: 24, probes: styleProbes },
  { name: UNICODE_FAMILY, weight: 8, probes: unicodeProbes },
  { name: ENCODINGS_FAMILY, weight: 5, probes: encodingProbes },
  { name: RARE_TOKENS_FAMILY, weight: 5, probes: rareTokenProbes },
  { name: DRAWN_FAMILY, weight: 14, probes: drawnProbes },
  { name: LANGUAGES_FAMILY, weight: 4, probes: languageProbes },
  { name: NUMBERS_FAMILY, weight: 4, probes: numberProbes },
  { name: CODE_FAMILY, weight: 3, probes: codeProbes },
  { name: SYSTEM_NOTES_FAMILY, weight: 2, probes: systemNoteProbes },
  { name: PUNCTUATION_FAMILY, weight: 2, probes: punctuationProbes },
  { name: EMOJI_FAMILY, weight: 2, probes: emojiProbes },
];

/** Whether the house made a probe of this family: all others are of the corpus, the model or the user. */
export function isHouseFamily(family: string): boolean {
  return FAMILIES.some(({ name }) => name === family);
}
