import type { PackPosition } from './pack.ts';

const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;

/**
 * Texts one after another, each a sentence of its own and none changed: a full stop after one that ends in a letter or a
 * digit, a line end around one of several lines, a space otherwise. Empty texts are left out.
 */
export function joinSentences(texts: readonly string[]): string {
  let joined = '';
  let previous = '';
  for (const text of texts) {
    if (text === '') continue;
    if (previous !== '') joined += separator(previous, text);
    joined += text;
    previous = text;
  }
  return joined;
}

function separator(before: string, after: string): string {
  const stop = ENDS_IN_WORD.test(before) ? '.' : '';
  return before.includes('\n') || after.includes('\n') ? `${stop}\n` : `${stop} `;
}

/** A text with phrases before it, behind it, or half of each at its middle sentence end. */
export function surround(text: string, phrases: readonly string[], position: PackPosition): string {
  if (text.trim() === '') return joinSentences(phrases);
  if (position === 'start') return joinSentences([...phrases, text]);
  if (position === 'end') return joinSentences([text, ...phrases]);
  const at = middleSentenceEnd(text);
  if (at !== undefined) return joinSentences([text.slice(0, at).trimEnd(), ...phrases, text.slice(at).trimStart()]);
  const half = Math.ceil(phrases.length / 2);
  return joinSentences([...phrases.slice(0, half), text, ...phrases.slice(half)]);
}

/** The sentence end nearest to the middle of a text that has text on both sides of it. */
function middleSentenceEnd(text: string): number | undefined {
  const middle = text.length / 2;
  let best: number | undefined;
  for (const { index } of text.matchAll(/(?<=[.!?\u3002])\s+(?=\S)|(?<=\S)\n+(?=\S)/gu)) {
    if (index > 0 && (best === undefined || Math.abs(index - middle) < Math.abs(best - middle))) best = index;
  }
  return best;
}
