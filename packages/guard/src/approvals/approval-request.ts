import { type Amount, canonicalJson, type Principal, sha256 } from '@bezoar/core/actions';
import type { RequestContext } from '../request/action-request.ts';

/** One approver's word. */
export interface ApprovalVote {
  readonly approver: string;
  readonly decision: 'approve' | 'deny';
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Ed25519 over `voteBytes`, base64; where the guard knows approvers' keys, no other vote counts. */
  readonly signature?: string;
}

/** What an approval is bound to: change anything, and it is another request. */
export interface ApprovalTerms {
  /** 32 hexadecimal digits, random: the request's id, and the nonce of the binding. */
  readonly id: string;
  readonly action: string;
  readonly principal: Principal;
  readonly requester: string;
  /** Canonical JSON of the arguments, complete: what is executed is what was read. */
  readonly canonicalArguments: string;
  readonly amount: Amount | null;
  /** Digest of the compiled policy. */
  readonly policy: string;
  /** Milliseconds since the Unix epoch. From then on it is good for nothing. */
  readonly expiresAt: number;
}

/** A request that waits for people. */
export interface ApprovalRequest extends ApprovalTerms {
  /** `approvalBinding` of the terms. */
  readonly binding: string;
  readonly state: 'pending' | 'approved' | 'denied' | 'consumed';
  /** Approvals that it takes. */
  readonly quorum: number;
  readonly votes: readonly ApprovalVote[];
  readonly createdAt: number;
  readonly context: RequestContext;
  /** The reservation that consumed it. */
  readonly reservation: string | null;
}

/** SHA-256 over the canonical JSON (RFC 8785) of the terms: injective, so that no two requests share a binding. */
export function approvalBinding(terms: ApprovalTerms): string {
  const { id, action, principal, requester, canonicalArguments, amount, policy, expiresAt } = terms;
  return sha256(
    canonicalJson({
      type: 'bezoar-approval/v1',
      id,
      action,
      principal: { account: principal.account, tenant: principal.tenant },
      requester,
      canonicalArguments,
      amount: amount === null ? null : { minor: amount.minor, currency: amount.currency },
      policy,
      expiresAt,
    }),
  );
}

/**
 * The key under which a request that waits, or was denied, is found again: by the transaction and the account where the
 * policy names a transaction, so that one cent or one invisible character more is no other question; else by its terms.
 */
export function waitingKey(terms: Omit<ApprovalTerms, 'id' | 'expiresAt'>, once?: string): string {
  if (once !== undefined) return sha256(canonicalJson(['waiting', once, terms.principal.account]));
  return approvalBinding({ ...terms, id: 'waiting', expiresAt: 0 });
}

/** The state at a time: what nobody decided in time is denied. */
export function approvalStateAt(
  { state, expiresAt }: Pick<ApprovalRequest, 'state' | 'expiresAt'>,
  at: number,
): ApprovalRequest['state'] | 'expired' {
  return (state === 'pending' || state === 'approved') && at >= expiresAt ? 'expired' : state;
}
