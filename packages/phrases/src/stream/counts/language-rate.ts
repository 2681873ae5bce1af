import { MAX_GRAM_WORDS, MAX_TEXT_WORDS, type TextGrams } from '../text-grams.ts';
import { ALL, countOf, FOLLOWING, type History, PRECEDING, REQUESTS, STARTS, totalOf } from './history.ts';

/** Absolute discount of Kneser and Ney; 0.75 is its usual value where bigrams seen once and twice are not counted apart. */
const DISCOUNT = 0.75;
/** Pseudo-requests by which the language of all traffic stands in for that of requests. Two, because requests are few and similar. */
const PRIOR_REQUESTS = 2;

/** How often a language without triggers would hold each n-gram of one text. Valid for the text that was last prepared. */
export interface LanguageRate {
  /** Looks the text up in the history, before the text itself is counted. */
  prepare(grams: TextGrams): void;
  /** Sightings of the n-gram of `n` words at word `i` in all traffic. */
  sightings(i: number, n: number): number;
  /**
   * Expected share of requests that hold the n-gram, in (0, 1]: the chain of its words under a trigram model, by interpolated
   * Kneser-Ney smoothing (Kneser and Ney, ICASSP 1995) of all traffic, with requests on top of it as a Dirichlet prior would
   * have it (MacKay and Peto, 1995); over a sentence end also how often the word begins a sentence. The larger of the models,
   * and never less than what was counted: a phrase that people compose by themselves is expected, a code word is not.
   * `own`: sightings of the phrase itself that the counts are to be freed of, so that it does not explain itself.
   */
  rate(i: number, n: number, own?: number): number;
}

/** A model over `history`; its buffers are allocated once. */
export function createLanguageRate(history: History): LanguageRate {
  const size = MAX_TEXT_WORDS * MAX_GRAM_WORDS;
  const all = new Int32Array(size);
  const requests = new Int32Array(size);
  const following = new Int32Array(size);
  const preceding = new Int32Array(MAX_TEXT_WORDS);
  const begins = new Int32Array(MAX_TEXT_WORDS);
  let text: TextGrams | undefined;
  let own = 0;
  let totals = { conversations: 0, requests: 0, bigrams: 0, sentences: 0 };

  const at = (i: number, n: number): number => i * MAX_GRAM_WORDS + n - 1;
  const preceded = (i: number): number => (preceding[i]! + 0.5) / (totals.bigrams + 1);
  const sighted = (i: number, n: number): number => Math.max(0, all[at(i, n)]! - own);
  const requested = (i: number, n: number): number => Math.max(0, requests[at(i, n)]! - own);
  const single = (i: number): number => {
    const ofAll = (sighted(i, 1) + 0.5) / (totals.conversations + 1);
    return Math.max(ofAll, (requested(i, 1) + PRIOR_REQUESTS * ofAll) / (totals.requests + PRIOR_REQUESTS));
  };
  /** Probability of a word after the `n` words at `i`, where `lower` is that after one word less. */
  const after = (i: number, n: number, lower: number): number => {
    const context = sighted(i, n);
    if (context === 0) return lower;
    const novel = Math.min(1, (DISCOUNT * (following[at(i, n)]! + 1)) / context);
    const ofAll = Math.max(sighted(i, n + 1) - DISCOUNT, 0) / context + novel * lower;
    const inRequests = requested(i, n + 1) + PRIOR_REQUESTS * ofAll;
    return Math.max(ofAll, inRequests / (requested(i, n) + PRIOR_REQUESTS));
  };
  const beginning = (i: number): number =>
    text?.starts[i] === 1 ? (begins[i]! + preceded(i)) / (totals.sentences + 1) : 0;
  const second = (i: number): number => Math.max(after(i, 1, preceded(i + 1)), beginning(i + 1));
  const third = (i: number): number => {
    const lower = second(i + 1);
    const higher = after(i, 2, lower);
    return text?.starts[i + 1] === 1 || text?.starts[i + 2] === 1 ? Math.max(higher, lower) : higher;
  };

  return {
    prepare: (grams) => {
      text = grams;
      totals = {
        conversations: totalOf(history, 'conversations'),
        requests: totalOf(history, 'requests'),
        bigrams: totalOf(history, 'bigrams'),
        sentences: totalOf(history, 'sentences'),
      };
      for (let i = 0; i < grams.words.length; i++) {
        const room = grams.room[i]!;
        for (let n = 1; n <= room; n++) {
          const slot = at(i, n);
          const low = grams.low[slot]!;
          const high = grams.high[slot]!;
          all[slot] = countOf(history, ALL, low, high);
          requests[slot] = n < MAX_GRAM_WORDS ? countOf(history, REQUESTS, low, high) : 0;
          following[slot] = n < 3 ? countOf(history, FOLLOWING, low, high) : 0;
        }
        const slot = at(i, 1);
        preceding[i] = countOf(history, PRECEDING, grams.low[slot]!, grams.high[slot]!);
        begins[i] = grams.starts[i] === 1 ? countOf(history, STARTS, grams.low[slot]!, grams.high[slot]!) : 0;
      }
    },
    sightings: (i, n) => all[at(i, n)]!,
    rate: (i, n, phraseItself = 0) => {
      own = phraseItself;
      let rate = single(i);
      if (n > 1) rate *= second(i);
      for (let k = 2; k < n; k++) rate *= third(i + k - 2);
      const ofAll = (sighted(i, n) - DISCOUNT) / (totals.conversations + 1);
      const ofRequests = (requested(i, n) - DISCOUNT) / (totals.requests + PRIOR_REQUESTS);
      return Math.min(1, Math.max(rate, ofAll, ofRequests));
    },
  };
}
