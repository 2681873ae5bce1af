import { FUNCTION_WORDS } from '@bezoar/core';
import { splitPhrase } from '../../link/phrase-words.ts';
import { subPhrases } from '../../link/sub-phrases.ts';
import type { PhraseProbe, Placement } from '../../probe.ts';
import { distinctProbes } from '../../probe-key.ts';
import { isAskable, spelled } from './askable.ts';
import { groupLabels } from './group-labels.ts';
import type { MinedPhrase } from './mined-phrase.ts';

/** Name of the family. */
export const MINED_FAMILY = 'mined';

/**
 * Ranks that are also asked in an earlier turn and in the system turn. The planted phrase ranked 1 to 6 in every
 * measured month, and two more placements of ten phrases cost twenty probes.
 */
export const WIDELY_PLACED_RANKS = 10;

const OTHER_PLACEMENTS: readonly Placement[] = ['earlier-turn', 'system'];

/** Shortest single word that is asked alone: shorter ones are pieces of ordinary text. */
const MIN_LONE_WORD = 4;

/**
 * Probes from the phrases that were mined from the corpus, most telling first: each phrase as its records spell it, the
 * other phrases of those records beside it, its other spellings, the best ranks in other turns, its parts, its rare
 * words, whole sentences. Within each of these steps in order of rank, so that a cut leaves the best of every phrase.
 */
export function minedProbes(phrases: readonly MinedPhrase[]): PhraseProbe[] {
  const ranked = [...phrases].sort((a, b) => a.rank - b.rank || (a.findingId < b.findingId ? -1 : 1));
  const groups = groupLabels(ranked);
  const at = (
    { findingId }: MinedPhrase,
    texts: readonly string[],
    placement: Placement = 'user',
    group: string | undefined = undefined,
  ): PhraseProbe[] =>
    texts.filter(isAskable).map((text) => ({
      kind: 'phrase',
      family: MINED_FAMILY,
      source: findingId,
      text,
      placement,
      ...(group === undefined ? {} : { group }),
    }));
  const step = (probesOf: (phrase: MinedPhrase) => PhraseProbe[]): PhraseProbe[] => ranked.flatMap(probesOf);
  return distinctProbes([
    ...step((one) => at(one, [spelled(one)], 'user', groups.get(one)?.get(spelled(one)))),
    ...step((one) => (one.related ?? []).flatMap((text) => at(one, [text], 'user', groups.get(one)?.get(text)))),
    ...step((one) => at(one, [one.phrase, ...one.variants])),
    ...OTHER_PLACEMENTS.flatMap((placement) =>
      step((one) => (one.rank <= WIDELY_PLACED_RANKS ? at(one, [spelled(one)], placement) : [])),
    ),
    ...step((one) => at(one, subPhrases(spelled(one)))),
    ...step((one) => at(one, loneWords(spelled(one)))),
    ...step((one) => at(one, one.examples ?? [])),
  ]);
}

function loneWords(phrase: string): string[] {
  const { words, joiner } = splitPhrase(phrase);
  if (joiner === '' || words.length < 2) return [];
  return words.filter((word) => word.length >= MIN_LONE_WORD && !FUNCTION_WORDS.has(word.toLowerCase()));
}
