import { randomBytes } from 'node:crypto';
import { EXIT_CODES, systemClock } from '@bezoar/core';
import {
  type FinishedReview,
  finishReview,
  listItems,
  openReview,
  openReviewProject,
  type Review,
  type ReviewDocument,
  type ReviewSigning,
  signedReview,
  signReview,
  startReviewDocument,
  summariseReview,
  takeVerdicts,
} from '@bezoar/operations/review';
import { reviewBlocks } from '../../review/review-blocks.ts';
import { openScreen, processDevice, type ScreenDevice } from '../../review/review-screen.ts';
import { runSession, type SessionEnd } from '../../review/review-session.ts';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';
import { confirmSigning } from '../signing/confirm.ts';

/** Flags of `bezoar review`. */
export interface ReviewFlags {
  readonly reviewer?: string;
  readonly list: boolean;
  readonly verdicts?: string;
  readonly all: boolean;
  readonly second: boolean;
  readonly fewerThan?: number;
  readonly confidence?: number;
  readonly canaries?: number;
  readonly sign?: string;
  readonly signature: readonly string[];
  readonly reason?: string;
  readonly expires: string;
  readonly submitter?: string;
  readonly config?: string;
  readonly json: boolean;
}

/** Random bytes of a seed: 128 bits, so that nobody can foresee the sample. */
const SEED_BYTES = 16;

/** Runs `bezoar review`. Returns the exit code: 4 while something is left to read or to sign. */
export async function reviewCommand(
  io: CommandIo,
  folder: string,
  flags: ReviewFlags,
  device: ScreenDevice | undefined = processDevice(io, process),
): Promise<number> {
  const location = locationOf(io, flags);
  const documentOf = startReviewDocument(systemClock);
  const { project, reader } = await openReviewProject(location, flags.reviewer);
  const review = await openReview({
    folder,
    workingDirectory: location.workingDirectory,
    project,
    reviewer: reader,
    seed: randomBytes(SEED_BYTES).toString('hex'),
    goal: {
      ...(flags.fewerThan === undefined ? {} : { fewerThan: flags.fewerThan }),
      ...(flags.confidence === undefined ? {} : { confidence: flags.confidence }),
    },
    ...(flags.canaries === undefined ? {} : { canaries: flags.canaries }),
    all: flags.all,
    second: flags.second,
  });
  try {
    if (flags.verdicts !== undefined) await takeVerdicts(review, flags.verdicts);
    const end = await readWhatIsLeft(io, review, flags, device);
    if (end === 'interrupted') return sayInterrupted(io, review);
    const isComplete = summariseReview(review).isComplete;
    const finished = isComplete ? await finishReview(review) : null;
    const decision = await signed(io, finished, flags);
    const inLedger = finished === null || project === undefined ? undefined : await signedReview(finished, project);
    const document = documentOf(review, {
      project,
      ...(flags.list && flags.json ? { items: await listItems(review) } : {}),
      finished,
      decision,
      signed: inLedger ?? null,
    });
    return printResult(io, document, flags.json, () =>
      reviewBlocks(document, flags.list ? review.items : undefined, folder),
    );
  } finally {
    await review.close();
  }
}

async function readWhatIsLeft(
  io: CommandIo,
  review: Review,
  { list, json, verdicts }: ReviewFlags,
  device: ScreenDevice | undefined,
): Promise<SessionEnd> {
  if (list || json || verdicts !== undefined || device === undefined || review.next() === undefined) return 'done';
  const screen = openScreen(device, io.signal);
  try {
    const { color, unicode } = io;
    return await runSession(review, screen, { color, unicode, now: () => performance.now() });
  } finally {
    screen.close();
  }
}

function sayInterrupted(io: CommandIo, review: Review): number {
  const { done, of } = review.progress();
  io.err(`interrupted: ${done} of ${of} are decided and kept; the same command goes on\n`);
  return EXIT_CODES.interrupted;
}

function signed(
  io: CommandIo,
  finished: FinishedReview | null,
  flags: ReviewFlags,
): Promise<ReviewDocument['decision']> {
  const { sign, signature, reason, submitter, expires, json } = flags;
  if (finished === null || (sign === undefined && signature.length === 0)) return Promise.resolve(null);
  const signing: ReviewSigning = {
    location: locationOf(io, flags),
    expires,
    files: signature,
    confirm: (rendered) => confirmSigning(io, json, rendered),
    ...(sign === undefined ? {} : { key: sign }),
    ...(reason === undefined ? {} : { reason }),
    ...(submitter === undefined ? {} : { submitter }),
  };
  return signReview(finished, signing);
}
