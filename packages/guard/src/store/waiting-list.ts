import { canonicalJson, countedName, type Principal, sha256 } from '@bezoar/core/actions';
import type { ApprovalRequest } from '../approvals/approval-request.ts';
import { storeCorrupt } from './rows/store-fault.ts';

/**
 * Most requests of one account that wait for people at a time, over all actions (CWE-770). At a careful minute for each
 * they are twenty minutes of an approver's work; whoever finds hundreds reads none of them, and the one that matters passes.
 */
export const MAX_WAITING_PER_ACCOUNT = 20;

/** A request as its account's list names it. */
export interface WaitingRequest {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/**
 * The key under which a store keeps what waits of an account. Names are folded: whoever signs in as `anna`, `Anna ` and
 * `аnna` has one list. Folding can only merge, and so only deny.
 */
export function waitingListKey({ tenant, account }: Principal): string {
  return sha256(canonicalJson(['waiting-list', countedName(tenant), countedName(account)]));
}

/**
 * What of a list waits at the store's own time, which never runs back and is never ahead: as with ceilings, a clock that
 * jumps ahead frees nothing. No sweep is needed. Throws `guard/store-corrupt` for a text that is no list.
 */
export function waitingAt(list: string | undefined, at: number): readonly WaitingRequest[] {
  return readList(list).filter(({ expiresAt }) => at < expiresAt);
}

/** The list after a request was made or voted on: a request stands there while it is pending. */
export function withRequest(
  list: string | undefined,
  { id, expiresAt, state }: Pick<ApprovalRequest, 'id' | 'expiresAt' | 'state'>,
  at: number,
): string {
  const waiting = waitingAt(list, at).filter((one) => one.id !== id);
  // Looser rules may have called it approved, and stricter ones call it pending again: then it is on the list again.
  return canonicalJson(state === 'pending' ? [...waiting, { id, expiresAt }] : waiting);
}

function readList(list = '[]'): readonly WaitingRequest[] {
  try {
    const value = JSON.parse(list) as readonly WaitingRequest[];
    if (value.every(({ id, expiresAt }) => typeof id === 'string' && Number.isSafeInteger(expiresAt))) return value;
  } catch {
    // As what is no list.
  }
  throw storeCorrupt('expected a list of requests that wait in the store');
}
