import { MAX_GRAM_WORDS, type TextGrams } from '../text-grams.ts';
import {
  ACCOUNT_COUNTED_BELOW,
  ALL,
  countKey,
  countOf,
  FOLLOWING,
  type History,
  isUsedBy,
  markUsed,
  PRECEDING,
  REQUESTS,
  STARTS,
} from './history.ts';
import type { TextSet } from './text-set.ts';

/**
 * Counts one conversation's text. `account` is a keyed number; without one every n-gram counts. Returns how many keys were new.
 *
 * INVARIANT: while a phrase is rare an account counts for it once, so that nobody alone can make a phrase look familiar.
 */
export function countText(
  history: History,
  grams: TextGrams,
  seen: TextSet,
  { account, isRequest }: { readonly account: number | undefined; readonly isRequest: boolean },
): number {
  const before = history.current.keys;
  history.current.conversations++;
  seen.clear();
  for (let i = 0; i < grams.words.length; i++) {
    const room = grams.room[i]!;
    for (let n = 1; n <= room; n++) {
      const slot = i * MAX_GRAM_WORDS + n - 1;
      const low = grams.low[slot]!;
      const high = grams.high[slot]!;
      if (!seen.isNew(low, high)) continue;
      const known = countOf(history, ALL, low, high);
      if (account !== undefined && known < ACCOUNT_COUNTED_BELOW) {
        if (isUsedBy(history, low, high, account)) continue;
        markUsed(history, low, high, account);
      }
      countKey(history, ALL, low, high);
      if (isRequest && n < MAX_GRAM_WORDS) countKey(history, REQUESTS, low, high);
      if (n === 1 && grams.starts[i] === 1) {
        countKey(history, STARTS, low, high);
        history.current.sentences++;
      }
      if (known > 0 || n < 2 || n > 3) continue;
      countKey(history, FOLLOWING, grams.low[slot - 1]!, grams.high[slot - 1]!);
      if (n === 2) {
        history.current.bigrams++;
        const last = (i + 1) * MAX_GRAM_WORDS;
        countKey(history, PRECEDING, grams.low[last]!, grams.high[last]!);
      }
    }
  }
  return Math.round(history.current.keys - before);
}
