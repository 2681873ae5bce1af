import { isLatinText, normaliseText, wordsOf } from '@bezoar/core';

/** A stretch of a text, in UTF-16 units; `end` is exclusive. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Pieces that may belong to one occurrence: a phrase of n words is sought in windows of up to this many pieces more. */
const SLACK_PIECES = 2;

/** Scripts without spaces, in which a character is a word (see `wordsOf`). */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
/** Runs without white space and punctuation, apostrophes aside: a phrase may follow a dash or stand in brackets. */
const FINE_PIECE = new RegExp(`[${UNSPACED}]|(?:[^\\s\\p{P}${UNSPACED}]|['\u2018\u2019\u02bc\uff07])+`, 'gu');
/** Runs without white space: some signs of punctuation imitate letters. */
const COARSE_PIECE = /\S+/g;

/**
 * Where a phrase stands in a raw text, however it is spelled there: windows of pieces whose normalised words are the
 * phrase's words. Finds zero-width, look-alike and accented spellings. Non-overlapping.
 */
export function phraseSpans(text: string, words: readonly string[]): TextSpan[] {
  if (words.length === 0) return [];
  for (const pattern of [FINE_PIECE, COARSE_PIECE]) {
    const spans = spansOfPieces(text, words, pattern);
    if (spans.length > 0) return spans;
  }
  return literalSpans(text, words.join(' '));
}

function spansOfPieces(text: string, words: readonly string[], pattern: RegExp): TextSpan[] {
  const isLatin = isLatinText(text);
  const pieces = Array.from(text.matchAll(pattern), (match) => ({
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
  return spans;
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
