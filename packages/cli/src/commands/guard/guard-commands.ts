import {
  guardRequests,
  guardSeal,
  guardSettle,
  guardStop,
  guardVote,
  requestsBlocks,
  requestsHeadline,
  sealHeadline,
  stopHeadline,
  voteHeadline,
} from '@bezoar/operations/guard';
import { visibleText } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { headlineBlock, printResult } from '../output/print.ts';
import { approverKeysOf, guardPlace, type StoreFlags, whoAmI } from './guard-place.ts';

/** Runs `bezoar guard requests`. Returns the exit code. */
export async function guardRequestsCommand(io: CommandIo, flags: StoreFlags): Promise<number> {
  const document = await guardRequests(guardPlace(io, flags));
  return printResult(io, document, flags.json, () => [
    headlineBlock(requestsHeadline(document)),
    ...requestsBlocks(document),
  ]);
}

/** Flags of `bezoar guard approve` and `deny`. */
export interface VoteFlags extends StoreFlags {
  readonly as?: string;
  readonly reason?: string;
  readonly key?: string;
  readonly binding?: string;
  readonly approverKeys?: string;
}

/** Runs `bezoar guard approve` and `deny`. Returns the exit code. */
export async function guardVoteCommand(
  io: CommandIo,
  decision: 'approve' | 'deny',
  id: string,
  flags: VoteFlags,
): Promise<number> {
  const { reason, key, binding } = flags;
  const approverKeys = approverKeysOf(io, flags);
  const document = await guardVote({
    ...guardPlace(io, flags),
    id,
    decision,
    approver: whoAmI(flags),
    ...(reason === undefined ? {} : { reason }),
    ...(key === undefined ? {} : { keyFile: key }),
    ...(binding === undefined ? {} : { binding }),
    ...(approverKeys === undefined ? {} : { approverKeys }),
    environment: io.environment,
    onFault: (message) => io.err(`bezoar guard: ${visibleText(message)}\n`),
  });
  return printResult(io, document, flags.json, () => [headlineBlock(voteHeadline(document))]);
}

/** Runs `bezoar guard settle`. Returns the exit code. */
export async function guardSettleCommand(
  io: CommandIo,
  reservation: string,
  flags: StoreFlags & { readonly outcome: 'done' | 'failed'; readonly as?: string },
): Promise<number> {
  const document = await guardSettle({
    ...guardPlace(io, flags),
    reservation,
    outcome: flags.outcome,
    by: whoAmI(flags),
  });
  const sentence = `${document.reservation.action} (${reservation}).`;
  return printResult(io, document, flags.json, () => [
    headlineBlock({ verdict: document.verdict, tone: 'good', sentence }),
  ]);
}

/** Runs `bezoar guard stop` and `resume`. Returns the exit code. */
export async function guardStopCommand(
  io: CommandIo,
  order: 'stop' | 'resume',
  action: string | undefined,
  flags: StoreFlags & { readonly reason: string; readonly as?: string },
): Promise<number> {
  const document = await guardStop({
    ...guardPlace(io, flags),
    order,
    ...(action === undefined ? {} : { action }),
    reason: flags.reason,
    by: whoAmI(flags),
  });
  return printResult(io, document, flags.json, () => [headlineBlock(stopHeadline(document))]);
}

/** Runs `bezoar guard seal`. Returns the exit code. */
export async function guardSealCommand(io: CommandIo, flags: StoreFlags): Promise<number> {
  const document = await guardSeal(guardPlace(io, flags));
  const exit = printResult(io, document, flags.json, () => [headlineBlock(sealHeadline(document))]);
  if (document.ledger !== null) io.err(`ledger: entry ${document.ledger.index}, root ${document.ledger.root}\n`);
  return exit;
}
