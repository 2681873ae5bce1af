import type { TextSpan } from '../../excerpts/phrase-spans.ts';
import { BREAK, type FoldedText } from './folded-text.ts';

/** A pattern over the words of a `FoldedText`. */
export interface WordPattern {
  readonly source: RegExp;
}

/**
 * Compiles a pattern of words: `a|b` one of these, `a_b` both in a row, `a~` a word that begins so, `a?` may be absent,
 * `*3` up to three words of the same sentence, `/3` up to three words and at most one end of a sentence. `^` is the start
 * of a sentence and `$` its end.
 *
 * Every repetition is bounded, so that matching is linear in the text (CWE-1333).
 */
export function wordPattern(text: string): WordPattern {
  return { source: new RegExp(`(?<= )${text.split(/\s+/).map(compileToken).join('')}`, 'g') };
}

/** Compiles several patterns into one that finds any of them. */
export function anyPattern(texts: readonly string[]): WordPattern {
  const sources = texts.map((text) => text.split(/\s+/).map(compileToken).join(''));
  return { source: new RegExp(`(?<= )(?:${sources.join('|')})`, 'g') };
}

const GAP_WORD = `[^ ${BREAK}]+ `;

function compileToken(token: string): string {
  if (token === '^') return `(?:(?<=^ )|(?<=\\${BREAK} ))`;
  if (token === '$') return `(?:\\${BREAK} |$)`;
  const gap = /^([*/])(\d+)$/.exec(token);
  if (gap !== null) {
    const words = `(?:${GAP_WORD}){0,${gap[2]}}`;
    return gap[1] === '*' ? words : `${words}(?:\\${BREAK} ${words})?`;
  }
  const isOptional = token.endsWith('?');
  const alternatives = (isOptional ? token.slice(0, -1) : token).split('|').map((word) => {
    const escaped = word.replaceAll('_', ' ');
    return escaped.endsWith('~') ? `${escaped.slice(0, -1)}[^ ${BREAK}]*` : escaped;
  });
  return `(?:(?:${alternatives.join('|')}) )${isOptional ? '?' : ''}`;
}

/** A match in a folded text. */
export interface PatternMatch {
  /** Offsets into `joined`. */
  readonly from: number;
  readonly to: number;
  readonly span: TextSpan;
}

/** The first match, or undefined. */
export function findPattern(folded: FoldedText, { source }: WordPattern): PatternMatch | undefined {
  for (const match of matchesOf(folded, { source })) return match;
  return undefined;
}

/** Whether a pattern matches. */
export function hasPattern(folded: FoldedText, { source }: WordPattern): boolean {
  // `test` and `matchAll` both go on from where the last one of the pattern stood.
  source.lastIndex = 0;
  const isFound = source.test(folded.joined);
  source.lastIndex = 0;
  return isFound;
}

/** Matches that are looked at in one text: an attacker who repeats one cannot make the rest slow (CWE-400). */
export const MAX_MATCHES = 200;

/** Every match, from left to right, at most `MAX_MATCHES`. */
export function* matchesOf(folded: FoldedText, { source }: WordPattern): Generator<PatternMatch> {
  let count = 0;
  for (const match of folded.joined.matchAll(source)) {
    if (++count > MAX_MATCHES) return;
    const from = match.index;
    const to = from + match[0].length;
    yield { from, to, span: folded.spanOf(from, to) };
  }
}

/** The words of the sentence around an offset into `joined`, with a space at both ends. */
export function sentenceAround({ joined }: FoldedText, from: number, to: number): string {
  const before = joined.lastIndexOf(` ${BREAK} `, from);
  const after = joined.indexOf(` ${BREAK} `, Math.max(0, to - 1));
  return joined.slice(before < 0 ? 0 : before + 2, after < 0 ? joined.length : after + 1);
}
