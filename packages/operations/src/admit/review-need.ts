import type { ReviewPolicy } from '@bezoar/core';
import { type PlannedAdmission, RULE_REASONS, reasonsOf } from '@bezoar/corpus';
import { planSample, SECONDS_PER_RECORD } from '../review/plan.ts';
import type { ReviewNeed } from './admit-document.ts';

const SECONDS_PER_HOUR = 3600;

/** What people have to read before an admission trains anything; null where the document asks for no review. */
export function reviewNeed({ plan, admitted }: PlannedAdmission, policy: ReviewPolicy | undefined): ReviewNeed | null {
  if (policy === undefined) return null;
  let flagged = 0;
  let inSlice = 0;
  for (const [record, bits] of plan.reasons.entries()) {
    if (bits === 0) inSlice += plan.inSlice[record]!;
    else if (plan.flagged.has(record) || reasonsOf(bits).some((code) => !RULE_REASONS.has(code))) flagged++;
  }
  const planned = policy.sample === undefined ? undefined : planSample(inSlice, admitted - inSlice, policy.sample);
  const sample = planned === undefined ? 0 : planned.slice.sample + planned.rest.sample;
  return { flagged, sample, hours: ((flagged + sample) * SECONDS_PER_RECORD) / SECONDS_PER_HOUR };
}
