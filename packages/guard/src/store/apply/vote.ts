import { countedName } from '@bezoar/core/actions';
import {
  type ApprovalRequest,
  type ApprovalVote,
  approvalBinding,
  approvalStateAt,
} from '../../approvals/approval-request.ts';
import { countedApprovals, voteFault } from '../../approvals/approver-rules.ts';
import { waitingListKey, withRequest } from '../waiting-list.ts';
import type { OperationResult, StopOperation, VoteOperation } from './operation.ts';
import type { Workspace } from './workspace.ts';

/** Takes a person's word. One no is a no; a yes counts once for each person who is not the requester. */
export function applyVote(
  space: Workspace,
  { approval: id, vote, approvers, receiptId }: VoteOperation,
): OperationResult {
  const request = space.approval(id);
  if (request === undefined) {
    return { kind: 'refused', code: 'guard/no-such-request', reason: 'there is no such request' };
  }
  if (request.binding !== approvalBinding(request)) {
    // What would be shown to the approver is not what was asked for.
    return { kind: 'refused', code: 'guard/not-waiting', reason: 'the request was changed after it was made' };
  }
  const state = approvalStateAt(request, space.expiryAt);
  // Somebody with looser rules, such as none about signatures, may have called it approved: it waits for votes that count.
  const isOpen = state === 'pending' || (state === 'approved' && countedApprovals(request, approvers) < request.quorum);
  if (!isOpen) {
    return {
      kind: 'refused',
      code: 'guard/not-waiting',
      reason: `expected a request that waits, got one that is ${state}`,
    };
  }
  const fault = voteFault(request, vote, approvers);
  if (fault !== undefined) return { kind: 'refused', code: 'guard/not-an-approver', reason: fault };
  const name = countedName(vote.approver);
  const isSame = (one: ApprovalVote): boolean => countedName(one.approver) === name;
  if (request.votes.some((one) => isSame(one) && voteFault(request, one, approvers) === undefined)) {
    return { kind: 'refused', code: 'guard/not-an-approver', reason: 'they have voted already' };
  }
  const voted: ApprovalRequest = { ...request, votes: [...request.votes, { ...vote, at: space.at }] };
  const isApproved = vote.decision === 'approve' && countedApprovals(voted, approvers) >= request.quorum;
  const approval: ApprovalRequest = {
    ...voted,
    state: vote.decision === 'deny' ? 'denied' : isApproved ? 'approved' : 'pending',
  };
  space.putApproval(approval);
  const list = waitingListKey(request.principal);
  space.putKey(list, withRequest(space.waitingList(list), approval, space.at));
  const receipt = space.putReceipt(receiptId, {
    kind: 'vote',
    action: request.action,
    approval: id,
    outcome: vote.decision,
    actor: vote.approver,
    policy: request.policy,
  });
  return { kind: 'voted', approval, receipt };
}

/** Stops an action, or all of them where it is empty; or lifts that stop. */
export function applyStop(
  space: Workspace,
  { kind, action, reason, actor, receiptId }: StopOperation,
): OperationResult {
  space.putStop(action, kind === 'stop' ? { action, reason, by: actor, at: space.at } : null);
  return { kind: 'recorded', receipt: space.putReceipt(receiptId, { kind, action, actor }) };
}
