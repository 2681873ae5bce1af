import { type Clock, systemClock, UsageError } from '@bezoar/core';
import { describeCorpus } from '@bezoar/corpus';
import { type DecideDocument, type DecideOptions, decide } from '../decide/decide.ts';
import { decisionsInForce } from '../decide/decisions-in-force.ts';
import { listPending } from '../decide/pending-decisions.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import { type Project, requireProject } from '../project/project.ts';
import type { FinishedReview } from './outcome/finish-review.ts';

/** What signs a review; the rest of `DecideOptions` follows from the review. */
export type ReviewSigning = Pick<DecideOptions, 'location' | 'expires' | 'files' | 'confirm'> &
  Partial<Pick<DecideOptions, 'key' | 'reason' | 'submitter' | 'clock'>>;

/**
 * Makes the signed decision over what was read, with the verdicts as its evidence: `decision.review` in the ledger once
 * enough people have signed. Throws `review/incomplete`, and `review/verdicts-changed` where a statement over the same
 * records waits that names other verdicts: nobody shall sign by mistake what was said before.
 */
export async function signReview(finished: FinishedReview, signing: ReviewSigning): Promise<DecideDocument> {
  const { reviewed, verdicts, summary } = finished;
  if (!summary.isComplete) throw new UsageError('review/incomplete', 'nobody signs a review before all of it was read');
  if (reviewed.records === 0)
    throw new UsageError('review/incomplete', 'nothing was read, so there is nothing to sign');
  await refuseStale(finished, signing);
  return decide({
    reason: reasonOf(summary),
    ...signing,
    action: 'review',
    scope: [reviewed.path],
    evidence: [verdicts.path],
  });
}

/** The entry of the ledger by which exactly these verdicts are signed already, judged again; undefined where there is none. */
export async function signedReview(
  { verdicts }: FinishedReview,
  project: Project,
  clock: Clock = systemClock,
): Promise<SignedReview | undefined> {
  const { decisions } = await decisionsInForce(await readProjectLog(project), clock());
  const found = decisions.findLast(
    ({ action, evidence }) => action === 'review' && evidence.some(({ digest }) => digest.sha256 === verdicts.sha256),
  );
  return found === undefined
    ? undefined
    : { index: found.index, signedBy: found.signers.map(({ principal }) => principal) };
}

/** A review that is in the ledger. */
export interface SignedReview {
  readonly index: number;
  readonly signedBy: readonly string[];
}

async function refuseStale({ reviewed, verdicts }: FinishedReview, { location }: ReviewSigning): Promise<void> {
  const project = await requireProject(location);
  const scope = await describeCorpus([reviewed.path], project.model.corpus.fields);
  for (const { decision, folder } of await listPending(project.state)) {
    if (decision.action !== 'review' || decision.scope.digest !== scope.sha256) continue;
    if (decision.evidence.some(({ digest }) => digest.sha256 === verdicts.sha256)) continue;
    throw new UsageError(
      'review/verdicts-changed',
      `a statement over other verdicts waits in \`${folder}\`; remove that folder if they are no longer meant`,
    );
  }
}

/** The numbers, for the next reader. */
function reasonOf({ flagged, sample, recall, bound }: FinishedReview['summary']): string {
  const shown = bound === null ? 'no bound is shown' : `fewer than ${bound.fewerThan} bad at ${bound.confidence}`;
  return (
    `Read ${flagged.records} flagged records (${flagged.rejected} rejected, ${flagged.unsure} unsure) and ` +
    `${sample.size} of ${sample.of} others (${sample.found} not kept); ${recall.found} of ${recall.canaries} canaries found; ${shown}.`
  );
}
