import { FUNCTION_WORDS } from '@bezoar/core';
import { splitPhrase } from '../../link/phrase-words.ts';
import { isAskable, spelled } from './askable.ts';
import type { MinedPhrase } from './mined-phrase.ts';

/**
 * Texts that go into one pack because their records are the same. As many as a pack of the default size holds; a larger
 * group becomes several, best ranked together.
 */
export const MAX_GROUP = 4;

/**
 * Which texts of each phrase belong into one pack, and the label that says so. Phrases with the same `group`, and phrases
 * of the same records that share no content word: a trigger of two halves wakes only where both are in the prompt.
 */
export function groupLabels(ranked: readonly MinedPhrase[]): Map<MinedPhrase, Map<string, string>> {
  const clusters = new Map<string, { readonly owner: MinedPhrase; readonly text: string }[]>();
  for (const owner of ranked) {
    const label = owner.group ?? owner.findingId;
    const members = clusters.get(label) ?? [];
    clusters.set(label, members);
    for (const text of [spelled(owner), ...farRelated(owner)]) members.push({ owner, text });
  }
  const labels = new Map<MinedPhrase, Map<string, string>>();
  for (const [label, members] of clusters) {
    if (members.length < 2) continue;
    for (const [index, { owner, text }] of members.entries()) {
      const part = Math.floor(index / MAX_GROUP);
      const texts = labels.get(owner) ?? new Map<string, string>();
      labels.set(owner, texts.set(text, part === 0 ? label : `${label} (${part + 1})`));
    }
  }
  return labels;
}

/** Related phrases that are no part or extension of the phrase: they share no content word with it or one another. */
function farRelated(owner: MinedPhrase): string[] {
  const seen = new Set(contentWords(spelled(owner)));
  const far: string[] = [];
  for (const text of (owner.related ?? []).filter(isAskable)) {
    const words = contentWords(text);
    if (words.length === 0 || words.some((word) => seen.has(word))) continue;
    far.push(text);
    for (const word of words) seen.add(word);
  }
  return far;
}

function contentWords(text: string): string[] {
  return splitPhrase(text.toLowerCase()).words.filter((word) => !FUNCTION_WORDS.has(word));
}
