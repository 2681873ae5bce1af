import { isLatinText, normaliseText, wordsOf } from '@bezoar/core';
import { maskNumbers } from '../search/number-mask.ts';
import { SipHash } from './hash/siphash.ts';
import { subkey } from './hash/subkey.ts';

/** Longest n-gram, in words. A longer phrase is joined from overlapping ones. */
export const MAX_GRAM_WORDS = 4;

/**
 * Most words of one text that are read, so that one hostile text cannot hold the guard up (CWE-770): at about 5 µs a word, 20 ms.
 * What lies beyond is not read, and the caller is told.
 */
export const MAX_TEXT_WORDS = 4096;

/** Most UTF-16 units of one text that are normalised: `MAX_TEXT_WORDS` words of eight letters and a space, doubled. */
export const MAX_TEXT_LENGTH: number = MAX_TEXT_WORDS * 18;

/** The words of a text and the keyed hashes of its n-grams. Valid until the next text is read. */
export interface TextGrams {
  /** After `normaliseText`, with every run of digits, and every number word, as `0`. */
  words: readonly string[];
  /** 1 where a word begins a sentence, a line or an utterance. */
  readonly starts: Uint8Array;
  /** Length of the n-grams that may begin at a word without leaving its utterance: 1 to `MAX_GRAM_WORDS`. */
  readonly room: Uint8Array;
  /** Halves of the key of the n-gram of `n` words at word `i`: at `i * MAX_GRAM_WORDS + n - 1`. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Part of the text lies beyond the limits and was not read. */
  isCut: boolean;
}

/** Reads texts into one set of buffers. */
export interface GramReader {
  /** Attacker controls: the text, in all its parts. Each part is an utterance: no phrase reaches over its end. */
  read(text: string | readonly string[]): TextGrams;
}

const SENTENCE_END = /[.!?;:\u3002\uff01\uff1f]+(?=\s)|[\n\r]+/;
const NON_ASCII = /[^\u0000-\u007f]/;
/**
 * A reader whose hashes are keyed by `secret`. N-grams run over sentence ends, so that punctuation inside a trigger hides
 * nothing; `starts` says where they do, so that two sentences that often meet are not taken for a phrase.
 */
export function createGramReader(secret: Uint8Array): GramReader {
  const wordHash = new SipHash(subkey(secret, 'words'));
  const gramHash = new SipHash(subkey(secret, 'n-grams'));
  const wordLow = new Int32Array(MAX_TEXT_WORDS);
  const wordHigh = new Int32Array(MAX_TEXT_WORDS);
  const size = MAX_TEXT_WORDS * MAX_GRAM_WORDS;
  const grams: TextGrams = {
    words: [],
    starts: new Uint8Array(MAX_TEXT_WORDS),
    room: new Uint8Array(MAX_TEXT_WORDS),
    low: new Int32Array(size),
    high: new Int32Array(size),
    isCut: false,
  };
  return {
    read: (text) => {
      const words: string[] = [];
      grams.words = words;
      grams.isCut = false;
      let units = MAX_TEXT_LENGTH;
      for (const part of typeof text === 'string' ? [text] : text) {
        const from = words.length;
        const piece = part.length > units ? part.slice(0, units) : part;
        if (piece.length < part.length) grams.isCut = true;
        units -= piece.length;
        for (const sentence of sentencesOf(piece)) {
          if (words.length >= MAX_TEXT_WORDS && sentence.length > 0) grams.isCut = true;
          for (const [at, word] of sentence.entries()) {
            if (words.length >= MAX_TEXT_WORDS) {
              grams.isCut = true;
              break;
            }
            grams.starts[words.length] = at === 0 ? 1 : 0;
            words.push(maskNumbers(word));
          }
        }
        for (let i = from; i < words.length; i++) grams.room[i] = Math.min(MAX_GRAM_WORDS, words.length - i);
      }
      for (const [i, word] of words.entries()) {
        wordHash.text(word);
        wordLow[i] = wordHash.low;
        wordHigh[i] = wordHash.high;
      }
      for (let i = 0; i < words.length; i++) {
        gramHash.reset();
        for (let n = 1; n <= grams.room[i]!; n++) {
          gramHash.block(wordLow[i + n - 1]!, wordHigh[i + n - 1]!);
          gramHash.finish();
          grams.low[i * MAX_GRAM_WORDS + n - 1] = gramHash.low;
          grams.high[i * MAX_GRAM_WORDS + n - 1] = gramHash.high;
        }
      }
      return grams;
    },
  };
}

function sentencesOf(text: string): string[][] {
  const isLatin = !NON_ASCII.test(text) || isLatinText(text);
  return normaliseText(text, isLatin)
    .split(SENTENCE_END)
    .map((sentence) => wordsOf(sentence, isLatin))
    .filter((words) => words.length > 0);
}
