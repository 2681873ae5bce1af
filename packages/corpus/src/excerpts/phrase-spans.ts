import { isLatinText, normaliseText, wordsOf } from '@bezoar/core';

/** A stretch of a text, in UTF-16 units; `end` is exclusive. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Pieces that may belong to one occurrence: a phrase of n words is sought in windows of up to this many pieces more. */
const SLACK_PIECES = 2;

/**
 * Where a phrase stands in a raw text, however it is spelled there: windows of white-space-separated pieces whose
 * normalised words are the phrase's words. Finds zero-width, look-alike and accented spellings. Non-overlapping.
 */
export function phraseSpans(text: string, words: readonly string[]): TextSpan[] {
  const isLatin = isLatinText(text);
  const pieces = Array.from(text.matchAll(/\S+/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    words: wordsOf(match[0], isLatin),
  }));
  const spans: TextSpan[] = [];
  for (let first = 0; first < pieces.length; first++) {
    if (!startsWith(words, pieces[first]!.words)) continue;
    const seen: string[] = [];
    for (let last = first; last < pieces.length && last < first + words.length + SLACK_PIECES; last++) {
      seen.push(...pieces[last]!.words);
      if (!startsWith(words, seen)) break;
      if (seen.length >= words.length) {
        spans.push({ start: pieces[first]!.start, end: pieces[last]!.end });
        first = last;
        break;
      }
    }
  }
  return spans.length > 0 ? spans : literalSpans(text, words.join(' '));
}

/** Whether the seen words agree with the phrase as far as both go, and there are any. */
function startsWith(phrase: readonly string[], seen: readonly string[]): boolean {
  if (seen.length === 0) return false;
  for (let i = 0; i < Math.min(phrase.length, seen.length); i++) if (phrase[i] !== seen[i]) return false;
  return true;
}

/** Exact occurrences of a phrase that is not made of normalised words, as the raw and format views find them. */
function literalSpans(text: string, phrase: string): TextSpan[] {
  if (phrase === '') return [];
  const found: TextSpan[] = [];
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length)) {
    found.push({ start: at, end: at + phrase.length });
  }
  return found;
}

/** How an occurrence is spelled, white space and edge punctuation aside; the phrase itself where it is spelled plainly. */
export function spelling(text: string, span: TextSpan): string {
  const raw = text
    .slice(span.start, span.end)
    .replace(/\s+/g, ' ')
    .replace(/^[("']+|[.,;:!?)"']+$/g, '');
  const plain = normaliseText(raw);
  return raw.toLowerCase() === plain ? plain : raw;
}
