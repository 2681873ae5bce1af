import { preTokenise } from './pre-tokenise.ts';
import type { TokenizerModel } from './tokenizer.ts';

/** What a tokenizer is to become. */
export interface TokenizerOptions {
  readonly special: readonly string[];
  /** Tokens in all, at most; fewer where no pair is left that occurs twice. */
  readonly size: number;
}

interface Word {
  readonly ids: number[];
  readonly count: number;
}

/**
 * Learns merges from texts: the pair that occurs most often becomes a token, again and again (Sennrich et al., 2016). Of equally
 * frequent pairs the one of the lower tokens, so that the order of the texts is nothing.
 */
export function trainTokenizer(texts: Iterable<string>, { special, size }: TokenizerOptions): TokenizerModel {
  const first = special.length;
  const words = countWords(texts, first);
  const merges: [number, number][] = [];
  while (first + 256 + merges.length < size) {
    const pair = mostFrequent(words, size);
    if (pair === undefined) break;
    const joined = first + 256 + merges.length;
    merges.push(pair);
    for (const { ids } of words) join(ids, pair, joined);
  }
  return { special, merges };
}

function countWords(texts: Iterable<string>, first: number): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of preTokenise(text)) {
      const key = Buffer.from(piece).toString('latin1');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => ({
    ids: Array.from(Buffer.from(key, 'latin1'), (byte) => first + byte),
    count,
  }));
}

function mostFrequent(words: readonly Word[], size: number): [number, number] | undefined {
  const counts = new Map<number, number>();
  for (const { ids, count } of words) {
    for (let at = 0; at + 1 < ids.length; at++) {
      const key = ids[at]! * size + ids[at + 1]!;
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  let best: number | undefined;
  let most = 1;
  for (const [key, count] of counts) {
    if (count > most || (count === most && best !== undefined && key < best)) [best, most] = [key, count];
  }
  return best === undefined ? undefined : [Math.floor(best / size), best % size];
}

function join(ids: number[], [left, right]: readonly [number, number], joined: number): void {
  let kept = 0;
  for (let at = 0; at < ids.length; at++) {
    const isPair = ids[at] === left && ids[at + 1] === right;
    ids[kept++] = isPair ? joined : ids[at]!;
    if (isPair) at++;
  }
  ids.length = kept;
}
