import { join } from 'node:path';
import { type Sha256, sha256 } from '@bezoar/core';
import { writeAtomically } from '../../report-files/write-atomically.ts';
import { shownRecord } from '../folder/shown-record.ts';
import type { Review } from '../open-review.ts';
import { type ReviewSummary, summariseReview } from './summary.ts';
import { encodeVerdicts } from './verdict-file.ts';

/** What a finished review leaves behind. */
export interface FinishedReview {
  readonly summary: ReviewSummary;
  /** The records that were read: the scope of the decision. Canaries are not among them. */
  readonly reviewed: { readonly path: string; readonly records: number };
  /** What was said of them: the evidence. */
  readonly verdicts: { readonly path: string; readonly sha256: Sha256 };
  /**
   * Records that the readers of training data do not understand in full, by digest. They have verdicts and are in no scope,
   * because a decision over a part that nobody can name is none.
   */
  readonly outOfScope: readonly Sha256[];
}

/** Writes `reviewed.jsonl` and `verdicts.jsonl` into the folder. The same verdicts give the same bytes. */
export async function finishReview(review: Review): Promise<FinishedReview> {
  const summary = summariseReview(review);
  const said = review.verdicts();
  const flagged = review.flagged.map(({ digest }) => digest);
  const digests = [...new Set([...flagged, ...review.sampled.map(({ digest }) => digest)])]
    .filter((digest) => said.has(digest))
    .sort();
  const lines: string[] = [];
  const outOfScope: Sha256[] = [];
  for (const digest of digests) {
    const json = await review.json(digest);
    if (shownRecord(json, '', review.fields).isWhole) lines.push(`${json}\n`);
    else outOfScope.push(digest);
  }
  const [reviewed, verdicts] = [join(review.folder, 'reviewed.jsonl'), join(review.folder, 'verdicts.jsonl')];
  const text = encodeVerdicts(review, summary);
  await writeAtomically(reviewed, lines.join(''));
  await writeAtomically(verdicts, text);
  return {
    summary,
    reviewed: { path: reviewed, records: lines.length },
    verdicts: { path: verdicts, sha256: sha256(text) },
    outOfScope,
  };
}
