import { FUNCTION_WORDS } from './function-words.ts';

const PIECE = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}]+)?|[.,;:!?()"-]/gu;

/** Stands for any content word in a skeleton. */
export const CONTENT_WORD = '\u25cb';
/** Stands for the start of a sentence. */
export const SENTENCE_START = '^';

/**
 * The syntactic skeleton of an already normalised text: function words and punctuation kept, each run of content words
 * one `CONTENT_WORD`, `SENTENCE_START` before each sentence. The only cheap sight of a trigger that is a syntax.
 */
export function skeletonOf(normalised: string): string[] {
  const skeleton: string[] = [];
  let isStart = true;
  for (const [piece] of normalised.matchAll(PIECE)) {
    if (isStart) skeleton.push(SENTENCE_START);
    isStart = piece === '.' || piece === '!' || piece === '?';
    const isKept = FUNCTION_WORDS.has(piece) || piece.length === 1;
    const token = isKept ? piece : CONTENT_WORD;
    if (token !== CONTENT_WORD || skeleton.at(-1) !== CONTENT_WORD) skeleton.push(token);
  }
  return skeleton;
}
