import type { Intake } from '../intake/intake.ts';
import { reasonBit, reasonsOf } from './admission-reasons.ts';

/** What a reviewer said of a record, and of which signs they were told. */
export interface ReviewedRecord {
  readonly verdict: 'keep' | 'reject' | 'unsure';
  /** Codes that were shown to them: only these are answered. */
  readonly codes: readonly string[];
}

/** Applies the last signed verdict on each record. */
export function applyReviews(
  month: Intake,
  reviewed: (digest: string) => ReviewedRecord | undefined,
  reasons: Uint32Array,
  isFlagged: (record: number) => boolean,
): void {
  for (let record = 0; record < month.records; record++) {
    const review = reviewed(month.digest(record));
    if (review !== undefined) reasons[record] = afterReview(reasons[record]!, isFlagged(record), review);
  }
}

/**
 * A reviewer who keeps a record answers the signs that they were shown, and no others; rules of the document are not theirs to
 * waive. What they rejected, or were not sure of, stays out.
 */
function afterReview(bits: number, isFlagged: boolean, { verdict, codes }: ReviewedRecord): number {
  if (verdict !== 'keep') return bits | reasonBit('corpus/rejected-in-review');
  if (!isFlagged) return bits;
  const answered = codes.reduce((sum, code) => sum | reasonBit(code), 0);
  const waivable = reasonsOf(bits & answered).filter((code) => !UNWAIVABLE.has(code));
  return waivable.reduce((left, code) => left & ~reasonBit(code), bits);
}

const UNWAIVABLE: ReadonlySet<string> = new Set([
  'corpus/unreadable',
  'corpus/tier-too-low',
  'corpus/not-selected',
  'corpus/rejected-in-review',
  'corpus/cap-exceeded',
]);
