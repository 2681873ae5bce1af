import type { Conversation } from '@bezoar/core';

/** Turns of one record that can be looked up by their text; a longer conversation is found by its first ones (CWE-770). */
const MAX_KEYED_TURNS = 12;
/** Shortest text that is worth a look-up, UTF-16 units: "thanks" leads to half of a corpus. */
const MIN_KEYED_LENGTH = 12;

/** A text as it is looked up: compatibility forms and white space folded, ends trimmed, lower case. */
export function textKey(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The texts under which a record can be found: its turns, each whole. */
export function textKeys({ turns }: Conversation): string[] {
  const keys = new Set<string>();
  for (const { role, text } of turns) {
    if (keys.size === MAX_KEYED_TURNS) break;
    if (role === 'tool' || role === 'system' || text.length < MIN_KEYED_LENGTH) continue;
    keys.add(textKey(text));
  }
  return [...keys];
}
