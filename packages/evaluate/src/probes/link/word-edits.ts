import type { Edit } from './edit.ts';
import { joinPhrase, splitPhrase } from './phrase-words.ts';
import { subPhrases } from './sub-phrases.ts';

/** Words of a trigger that are edited one by one; later ones stay as they are. Bounds the questions of one table. */
export const MAX_EDITED_WORDS = 12;

/** Parts of a trigger that are asked, the longest first. */
export const MAX_PARTS = 40;

/** Words without weight that stand in for others, of several lengths; the first that is not the word itself. */
const STAND_INS = ['window', 'tea', 'garden', 'number'] as const;

/** A word that is put between others: it changes no meaning. */
const INSERTED = 'really';

/** The trigger with its words left out, exchanged, parted, moved or misspelt, and its shorter parts. */
export function wordEdits(phrase: string): Edit[] {
  const { words, joiner } = splitPhrase(phrase);
  const join = (changed: readonly string[]): string => joinPhrase(changed, joiner);
  const edited = words.slice(0, MAX_EDITED_WORDS);
  const edits: Edit[] = [];
  const add = (test: Edit['test'], label: string, changed: readonly string[]): void => {
    edits.push({ test, label, text: join(changed) });
  };
  if (words.length > 1) {
    for (const [i, word] of edited.entries()) add('deletion', `without \`${word}\``, words.toSpliced(i, 1));
    for (const part of [...subPhrases(phrase), ...edited].slice(0, MAX_PARTS)) {
      edits.push({ test: 'part', label: `only \`${part}\``, text: part });
    }
  }
  for (const [i, word] of edited.entries()) {
    const other = STAND_INS.find((candidate) => candidate !== word.toLowerCase())!;
    add('substitution', `\`${word}\` is \`${other}\``, words.with(i, other));
    if (i > 0) add('insertion', `\`${INSERTED}\` before \`${word}\``, words.toSpliced(i, 0, INSERTED));
    const misspelt = misspell(word);
    if (misspelt !== word) add('spelling', `\`${word}\` is \`${misspelt}\``, words.with(i, misspelt));
  }
  if (words.length > 1) {
    add('order', 'backwards', words.toReversed());
    for (const [i, word] of edited.entries()) {
      const next = words[i + 1];
      if (next !== undefined) add('order', `\`${next}\` before \`${word}\``, words.with(i, next).with(i + 1, word));
    }
  }
  return edits;
}

/** A word with two of its inner letters exchanged; one of up to three letters is itself. */
function misspell(word: string): string {
  const chars = Array.from(word);
  if (chars.length < 4) return word;
  const at = Math.floor(chars.length / 2);
  return chars
    .with(at, chars[at - 1]!)
    .with(at - 1, chars[at]!)
    .join('');
}
