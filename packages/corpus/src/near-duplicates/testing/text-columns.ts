import { createHash } from 'node:crypto';
import { type Columns, createFeaturiser, mergeParts } from '@bezoar/phrases';
import { findNearDuplicates, type NearDuplicateOptions, type NearDuplicates } from '../find-near-duplicates.ts';
import { keptOrder, sketchSeed } from '../kept-order.ts';
import type { RecordDescriber } from '../record-finding.ts';

/** A record of tests: what is asked, what is answered, and by whom. */
export interface SampleText {
  readonly prompt: string;
  readonly reply?: string;
  readonly tenant?: string;
  readonly account?: string;
}

/** The key of tests. */
export const SAMPLE_KEY: Uint8Array = new Uint8Array(32).fill(7);

/** Columns of samples, in this order of reading. */
export function columnsOfTexts(samples: readonly SampleText[]): Columns {
  const featuriser = createFeaturiser();
  for (const { prompt, reply = '', tenant = '', account = '' } of samples) {
    const digest = createHash('sha256')
      .update(JSON.stringify([prompt, reply, tenant, account]))
      .digest('hex');
    const replies = reply === '' ? [] : [reply];
    featuriser.add({ digest, tenant, account, prompts: prompt.split('\n'), replies, grounds: [], actions: [] });
  }
  return mergeParts([[featuriser.finish()]]).sets[0]!;
}

/** Searches samples as a scan does. */
export async function searchTexts(
  samples: readonly SampleText[],
  options: Partial<NearDuplicateOptions> = {},
): Promise<NearDuplicates> {
  const columns = columnsOfTexts(samples);
  const order = keptOrder(columns, { orderKey: SAMPLE_KEY });
  return findNearDuplicates(columns, { order, seed: sketchSeed(SAMPLE_KEY), ...options });
}

/** Names samples `r0`, `r1`, … */
export function describeTexts(samples: readonly SampleText[]): RecordDescriber {
  return {
    label: (record) => `r${record}`,
    place: (record) => ({ file: 'sample.jsonl', line: record + 1 }),
    principal: (record) => ({ tenant: samples[record]?.tenant ?? '', account: samples[record]?.account ?? '' }),
  };
}

/** Jaccard similarity of the word-3-shingles of two samples, the plain way. */
export function naiveSimilarity(a: SampleText, b: SampleText): number {
  return setSimilarity(naiveShingles(a), naiveShingles(b));
}

/** Jaccard similarity of two sets; 0 of empty ones. */
export function setSimilarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const element of a) if (b.has(element)) shared++;
  return shared / Math.max(1, a.size + b.size - shared);
}

/** The word-3-shingles of lower-case samples without digits and signs; a shorter turn is one shingle. */
export function naiveShingles({ prompt, reply = '' }: SampleText): Set<string> {
  const shingles = new Set<string>();
  for (const turn of [...prompt.split('\n'), reply]) {
    const words = turn.split(' ').filter((word) => word !== '');
    if (words.length > 0 && words.length < 3) shingles.add(words.join(' '));
    for (let i = 0; i + 3 <= words.length; i++) shingles.add(words.slice(i, i + 3).join(' '));
  }
  return shingles;
}
