import { BezoarError } from '@bezoar/core';
import type { DecisionInForce } from '../../decide/decisions-in-force.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import { meetsGoal } from '../../review/outcome/summary.ts';
import { parseVerdicts } from '../../review/outcome/verdict-file.ts';
import { DEFAULT_SAMPLE_GOAL, type SampleGoal } from '../../review/plan.ts';
import type { Admission } from './admissions.ts';

/**
 * The last signed review of an admission's sample that shows what the document asks for, by its entry; undefined where there is
 * none: a sample that was not read to its end, or in which something was found, shows nothing good of the rest.
 */
export async function reviewOf(
  { sha256 }: Admission,
  log: ProjectLog,
  decisions: readonly DecisionInForce[],
  goal: SampleGoal = DEFAULT_SAMPLE_GOAL,
): Promise<number | undefined> {
  for (const decision of [...decisions].reverse()) {
    if (decision.action !== 'review') continue;
    for (const { digest } of decision.evidence) {
      try {
        const review = parseVerdicts(await log.evidence(digest.sha256));
        const { unread, found } = review.sample;
        if (review.corpus === sha256 && unread === 0 && found === 0 && meetsGoal(review, goal)) return decision.index;
      } catch (error) {
        // Evidence of another kind, or gone: it shows nothing.
        if (!(error instanceof BezoarError)) throw error;
      }
    }
  }
  return undefined;
}
