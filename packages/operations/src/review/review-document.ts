import type { Clock, Outcome, Sha256, Turn } from '@bezoar/core';
import type { DecideDocument } from '../decide/decide.ts';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { type Project, policyReference } from '../project/project.ts';
import type { Review, ReviewProgress } from './open-review.ts';
import type { FinishedReview } from './outcome/finish-review.ts';
import { meetsGoal, type ReviewSummary, summariseReview } from './outcome/summary.ts';
import type { SampleGoal, SamplePlan } from './plan.ts';
import type { SignedReview } from './sign-review.ts';

/**
 * How a review stands. `adverse`: what nothing had flagged was not kept. `undecided`: all was read, and it does not show what it
 * was to show. `unsigned`: all was read and shown, and a project asks for signatures.
 */
export type ReviewVerdict = 'complete' | 'incomplete' | 'adverse' | 'undecided' | 'unsigned';

/** A record of a listed item. Attacker controls: its texts. */
export interface ListedRecord {
  readonly digest: Sha256;
  readonly label: string;
  readonly turns: readonly Turn[];
  /** The record's JSON, where it is not in the turns. */
  readonly raw?: string;
}

/** An item of the queue as `--list --json` prints it. */
export interface ListedItem {
  readonly item: string;
  readonly kind: 'family' | 'flagged' | 'sample';
  readonly findings: readonly { readonly id: string; readonly message: string }[];
  readonly records: readonly ListedRecord[];
}

/** The document of `bezoar review --json`. */
export interface ReviewDocument extends CommandDocument, Omit<ReviewSummary, 'missed'> {
  readonly verdict: ReviewVerdict;
  readonly folder: string;
  readonly corpus: { readonly sha256: Sha256 };
  readonly goal: SampleGoal;
  readonly plan: SamplePlan;
  readonly readers: readonly string[];
  readonly progress: ReviewProgress;
  /** Canaries that were kept; told when everything was read, and not before. */
  readonly missed: ReviewSummary['missed'] | null;
  /** Only with `--list`: the queue with its texts. Nothing in it tells a canary from a sampled record. */
  readonly items?: readonly ListedItem[];
  /** Null until everything was read. */
  readonly files: Omit<FinishedReview, 'summary'> | null;
  /** What signing came to; null where nothing was asked to be signed. */
  readonly decision: DecideDocument | null;
  /** The entry by which exactly these verdicts are signed; null where there is none. */
  readonly signed: SignedReview | null;
}

/** What a document is made of, beside the review. */
export interface ReviewDocumentParts {
  readonly project: Project | undefined;
  readonly items?: readonly ListedItem[];
  readonly finished: FinishedReview | null;
  readonly decision: DecideDocument | null;
  readonly signed: SignedReview | null;
}

/** Starts the clock of a review; the function that is returned makes its document. */
export function startReviewDocument(clock: Clock): (review: Review, parts: ReviewDocumentParts) => ReviewDocument {
  const finish = startDocument(clock);
  return (review, { project, items, finished, decision, signed }) => {
    const { missed, recall, bound, ...summary } = finished?.summary ?? summariseReview(review);
    const concluded = concludeReview(
      review,
      { missed, recall, bound, ...summary },
      project !== undefined && signed === null,
    );
    const progress = review.progress();
    const { isComplete } = summary;
    return {
      ...finish({ command: 'review', policy: policyReference(project), read: progress.done, ...concluded }),
      folder: review.shownFolder,
      corpus: { sha256: review.corpus },
      goal: review.goal,
      plan: review.plan,
      readers: review.readers(),
      progress,
      ...summary,
      // A running count of recognised canaries would tell a reader which records are canaries.
      recall: isComplete ? recall : { canaries: 0, found: 0, low: 0, high: 1 },
      bound: isComplete ? bound : null,
      missed: isComplete ? missed : null,
      ...(items === undefined ? {} : { items }),
      files: finished === null ? null : filesOf(finished),
      decision,
      signed,
    };
  };
}

function filesOf({ reviewed, verdicts, outOfScope }: FinishedReview): Omit<FinishedReview, 'summary'> {
  return { reviewed, verdicts, outOfScope };
}

/** The queue with its texts, in its order. */
export async function listItems(review: Review): Promise<readonly ListedItem[]> {
  const items: ListedItem[] = [];
  for (const { id, kind, findings, records } of review.items) {
    const listed: ListedRecord[] = [];
    for (const digest of records) {
      const { label, conversation, raw } = await review.load(digest);
      listed.push({ digest, label, turns: conversation?.turns ?? [], ...(raw === undefined ? {} : { raw }) });
    }
    items.push({
      item: id,
      kind,
      findings: findings.map(({ id: finding, message, title }) => ({ id: finding, message: message || title })),
      records: listed,
    });
  }
  return items;
}

/** What a review comes to. */
export function concludeReview(
  { goal }: Pick<Review, 'goal'>,
  summary: ReviewSummary,
  isSignatureMissing: boolean,
): { readonly verdict: ReviewVerdict; readonly outcome: Outcome } {
  const because = (verdict: ReviewVerdict, outcome: Outcome) => ({ verdict, outcome });
  if (summary.isComplete && summary.sample.found > 0) return because('adverse', 'adverse');
  if (!summary.isComplete) return because('incomplete', 'review');
  if (!meetsGoal(summary, goal)) return because('undecided', 'undecided');
  if (isSignatureMissing) return because('unsigned', 'review');
  return because('complete', 'ok');
}
