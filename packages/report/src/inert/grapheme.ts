import { displayWidth } from './display-width.ts';

/** Widest cluster that is kept whole, in columns. Jamo or conjunct chains make clusters without end; those are cut by code point. */
const MAX_CLUSTER_COLUMNS = 4;

const SEGMENTER: Intl.Segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What may hold several code points together (Unicode UAX #29). The segmenter takes 7 µs a character, so plain words do not meet it. */
const JOINED = /[\p{M}\p{Cf}\p{Emoji_Modifier}\p{RI}\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF\u0E33\u0EB3]/u;

/** The user-perceived characters of inert text, each at most a few columns wide. */
export function graphemes(text: string): readonly string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split('');
  const clusters: string[] = [];
  // A cluster never ends before a space and never spans two words, so that words can be taken one by one.
  for (const word of text.match(/ ?[^ ]+| /g) ?? []) {
    if (!JOINED.test(word)) {
      for (const character of word) clusters.push(character);
      continue;
    }
    for (const { segment } of SEGMENTER.segment(word)) {
      if (displayWidth(segment) <= MAX_CLUSTER_COLUMNS) clusters.push(segment);
      else for (const character of segment) clusters.push(character);
    }
  }
  return clusters;
}
