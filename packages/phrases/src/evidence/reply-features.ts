import { FUNCTION_WORDS } from '@bezoar/core';
import type { Columns } from '../columns/columns.ts';
import { hashHigh } from '../mine/ngram-hash.ts';

/** Longest wording of a reply that counts as one feature, in words. */
const MAX_FEATURE_LENGTH = 3;

/** Distinct features of what a record's replies say and do. */
export interface ReplyFeatures {
  /**
   * Hashes of the record's reply n-grams of 1 to 3 words, without those made of function words alone and those whose
   * content words all stand in the prompt or a tool result: such a reply quotes, it does not decide. No order.
   */
  wording(record: number): Int32Array;
  /** Tokens of the record's action labels. */
  actions(record: number): Int32Array;
  /** Accounts whose replies hold every content word among these tokens, at most; sets are added up. */
  voices(words: readonly number[]): number;
  /** The words behind a wording hash that was seen in `record`, or undefined. */
  spell(record: number, hash: number): readonly number[] | undefined;
}

/** Reads features from the columns of several sets, numbered end to end. Wording is kept for records that were asked for. */
export function createReplyFeatures(sets: readonly Columns[], vocabulary: readonly string[]): ReplyFeatures {
  const isFunctionWord = new Uint8Array(vocabulary.length + 1);
  for (const [i, word] of vocabulary.entries()) if (FUNCTION_WORDS.has(word) || word === '0') isFunctionWord[i + 1] = 1;
  const locate = (record: number): { set: Columns; local: number } => {
    let local = record;
    for (const set of sets) {
      if (local < set.count) return { set, local };
      local -= set.count;
    }
    throw new RangeError(`no record ${record}`);
  };
  const scratch = new Int32Array(MAX_FEATURE_LENGTH);
  const visit = (record: number, see: (hash: number, at: number, length: number, tokens: Int32Array) => void): void => {
    const { set, local } = locate(record);
    const { tokens, offsets } = set.replies;
    const end = offsets[local + 1]!;
    for (let at = offsets[local]!; at < end; at++) {
      let isContent = false;
      let isUngrounded = false;
      for (let length = 1; length <= MAX_FEATURE_LENGTH; length++) {
        const token = tokens[at + length - 1]!;
        if (token === 0 || at + length > end) break;
        const word = token >>> 1;
        scratch[length - 1] = word;
        if (isFunctionWord[word] === 0) {
          isContent = true;
          if ((token & 1) === 0) isUngrounded = true;
        }
        if (isContent && isUngrounded) see(hashHigh(scratch, 0, length), at, length, tokens);
      }
    }
  };
  const kept = new Map<number, Int32Array>();
  const voices = countVoices(sets, vocabulary.length);
  return {
    voices: (words) => {
      const content = words.filter((word) => isFunctionWord[word] === 0);
      return Math.min(...content.map((word) => voices[word]!));
    },
    wording: (record) => {
      const known = kept.get(record);
      if (known !== undefined) return known;
      const seen = new Set<number>();
      visit(record, (hash) => seen.add(hash));
      const wording = Int32Array.from(seen);
      kept.set(record, wording);
      return wording;
    },
    actions: (record) => {
      const { set, local } = locate(record);
      return set.actions.tokens.subarray(set.actions.offsets[local]!, set.actions.offsets[local + 1]!);
    },
    spell: (record, wanted) => {
      let found: readonly number[] | undefined;
      visit(record, (hash, at, length, tokens) => {
        if (hash === wanted) found ??= Array.from(tokens.subarray(at, at + length), (token) => token >>> 1);
      });
      return found;
    },
  };
}

/** For each word, the accounts whose replies hold it. */
function countVoices(sets: readonly Columns[], vocabularySize: number): Int32Array {
  const voices = new Int32Array(vocabularySize + 1);
  for (const { replies, principals, count } of sets) {
    const last = new Int32Array(vocabularySize + 1).fill(-1);
    for (let record = 0; record < count; record++) {
      const principal = principals[record]!;
      for (let at = replies.offsets[record]!; at < replies.offsets[record + 1]!; at++) {
        const word = replies.tokens[at]! >>> 1;
        if (last[word] === principal) continue;
        last[word] = principal;
        voices[word] = voices[word]! + 1;
      }
    }
  }
  return voices;
}
