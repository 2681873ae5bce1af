import type { Tokenizer } from '../tokenizer/tokenizer.ts';

/**
 * Tokens of a text in which names of special tokens stand for them: a raw prompt, written by whoever runs the model. Never for text
 * of a user.
 */
export function encodeMarked(text: string, tokenizer: Tokenizer): number[] {
  const { special } = tokenizer.model;
  const ids: number[] = [];
  let rest = text;
  while (rest !== '') {
    const found = firstName(rest, special);
    if (found === undefined) return [...ids, ...tokenizer.encode(rest)];
    ids.push(...tokenizer.encode(rest.slice(0, found.at)), tokenizer.special(found.name));
    rest = rest.slice(found.at + found.name.length);
  }
  return ids;
}

/** The first name in a text; of two at one place the longer. */
function firstName(text: string, names: readonly string[]): { readonly name: string; readonly at: number } | undefined {
  let first: { readonly name: string; readonly at: number } | undefined;
  for (const name of names) {
    const at = text.indexOf(name);
    if (at < 0) continue;
    if (first === undefined || at < first.at || (at === first.at && name.length > first.name.length)) {
      first = { name, at };
    }
  }
  return first;
}
