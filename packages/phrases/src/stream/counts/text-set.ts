import { MAX_GRAM_WORDS, MAX_TEXT_WORDS } from '../text-grams.ts';

/** Twice as many slots as a text has n-grams at most. */
const SLOTS = 1 << Math.ceil(Math.log2(2 * MAX_TEXT_WORDS * MAX_GRAM_WORDS));

/** Which n-grams of one text were already met: a text counts a phrase once, however often it repeats it. */
export interface TextSet {
  /** Forgets everything. */
  clear(): void;
  /** Whether the key is met for the first time since `clear`. */
  isNew(low: number, high: number): boolean;
}

/** An empty set; its table is allocated once. */
export function createTextSet(): TextSet {
  const lows = new Int32Array(SLOTS);
  const highs = new Int32Array(SLOTS);
  const stamps = new Uint32Array(SLOTS);
  let stamp = 0;
  return {
    clear: () => {
      stamp = (stamp + 1) >>> 0;
      if (stamp === 0) {
        stamps.fill(0);
        stamp = 1;
      }
    },
    isNew: (low, high) => {
      let at = low & (SLOTS - 1);
      while (stamps[at] === stamp) {
        if (lows[at] === low && highs[at] === high) return false;
        at = (at + 1) & (SLOTS - 1);
      }
      stamps[at] = stamp;
      lows[at] = low;
      highs[at] = high;
      return true;
    },
  };
}
