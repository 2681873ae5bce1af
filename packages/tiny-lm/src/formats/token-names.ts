import { UsageError } from '@bezoar/core';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { byteName } from './byte-names.ts';

/**
 * What files call the tokens of a vocabulary, by id: special ones as they are, others by the names of their bytes. Throws a `UsageError`
 * where two have one name: files know tokens by their names, and another program would take the one for the other.
 */
export function tokenNames(tokenizer: Tokenizer): readonly string[] {
  const { special } = tokenizer.model;
  const names = Array.from({ length: tokenizer.size }, (_, id) => special[id] ?? byteName(tokenizer.bytesOf(id)));
  const seen = new Map<string, number>();
  for (const [id, name] of names.entries()) {
    const other = seen.get(name);
    if (other !== undefined) {
      throw new UsageError('tiny-lm/vocabulary', `tokens ${other} and ${id} have the same name \`${name}\` in a file`);
    }
    seen.set(name, id);
  }
  return names;
}
