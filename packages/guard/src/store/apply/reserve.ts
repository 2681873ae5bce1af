import { type ActionCeiling, formatAmount, formatDuration } from '@bezoar/core/actions';
import {
  type ApprovalRequest,
  approvalBinding,
  approvalStateAt,
  waitingKey,
} from '../../approvals/approval-request.ts';
import { countedApprovals } from '../../approvals/approver-rules.ts';
import type { DecisionCode } from '../../decision/decision-code.ts';
import type { Receipt, ReceiptBody } from '../../receipts/receipt.ts';
import { amountFor, type CounterDefinition, counterKey, definitionOf } from '../counter-key.ts';
import { type Reservation, type ReservationState, stateAt } from '../reservation.ts';
import { MAX_WAITING_PER_ACCOUNT, waitingAt, waitingListKey, withRequest } from '../waiting-list.ts';
import type { ApprovalDemand, OperationResult, ReserveOperation } from './operation.ts';
import type { Workspace } from './workspace.ts';

/**
 * Decides a request in the store's order of time: stop, replay, what was found outside, ceilings, approval. Counts it
 * against every ceiling before its effect, or leaves nothing but the receipt of its denial.
 */
export function applyReserve(space: Workspace, operation: ReserveOperation): OperationResult {
  if (space.isStopped(operation.action)) return denied(space, operation, 'guard/stopped', ['stopped by an operator']);
  const replay = replayOf(space, operation);
  if (replay !== undefined) return replay;
  if (operation.refusal !== undefined) {
    return denied(space, operation, operation.refusal.code, operation.refusal.reasons);
  }
  const exceeded = operation.ceilings.flatMap((ceiling) => excessOf(space, operation, ceiling));
  if (exceeded.length > 0) return denied(space, operation, 'guard/ceiling-exceeded', exceeded);
  const { approval } = operation;
  const asked = approval === undefined ? undefined : askPeople(space, operation, approval);
  if (asked !== undefined && 'kind' in asked) return asked;
  return allow(space, operation, asked?.approved);
}

/**
 * Every counter that an action adds to: those of the request's own ceilings, and whatever else the store keeps for it. A
 * ceiling of another policy, which another process enforces or which comes back later, must find what was spent meanwhile.
 */
export function countedIn(
  { action, ceilings }: ReserveOperation,
  definitions: readonly CounterDefinition[],
): readonly CounterDefinition[] {
  const own = ceilings.map((ceiling) => definitionOf(action, ceiling));
  return [...own, ...definitions.filter((definition) => definition.action === action)];
}

/** The effect that there was or may be under one of the request's keys. */
function replayOf(space: Workspace, operation: ReserveOperation): OperationResult | undefined {
  const { keys, argumentsDigest, caller } = operation;
  const byRequest = keys.request === undefined ? undefined : standing(space, keys.request);
  if (byRequest !== undefined && byRequest.argumentsDigest !== argumentsDigest) {
    const reason = 'the idempotency key was given to another request already';
    return denied(space, operation, 'guard/key-reused', [reason], byRequest);
  }
  const existing = byRequest ?? (keys.once === undefined ? undefined : standing(space, keys.once));
  if (existing === undefined) return undefined;
  const state = stateAt(existing, space.expiryAt);
  if (existing.principal.account !== operation.principal.account) return ofAnother(space, operation, state);
  const mayReplay = operation.isExclusive !== true && existing === byRequest && existing.caller === caller;
  if (state === 'reserved' && mayReplay) {
    const reservation: Reservation = { ...existing, isReplayed: true };
    if (existing.isReplayed !== true) space.putReservation(reservation);
    return { kind: 'replayed', reservation, receipt: existing.receipt };
  }
  if (state === 'reserved') {
    return denied(space, operation, 'guard/in-flight', ['the same transaction is being executed'], existing);
  }
  return state === 'done'
    ? denied(space, operation, 'guard/already-done', ['the same transaction had its effect already'], existing)
    : denied(space, operation, 'guard/outcome-unknown', ['nobody knows what came of the same transaction'], existing);
}

/**
 * What somebody else hears of a transaction: first what the real system says of them, so that a guessed order says nothing;
 * and never the other one's reservation or receipt.
 */
function ofAnother(space: Workspace, operation: ReserveOperation, state: ReservationState): OperationResult {
  const { refusal } = operation;
  if (refusal !== undefined) return denied(space, operation, refusal.code, refusal.reasons);
  const codes = { reserved: 'guard/in-flight', done: 'guard/already-done', unknown: 'guard/outcome-unknown' } as const;
  const code = state === 'failed' ? 'guard/internal' : codes[state];
  return denied(space, operation, code, ['another account of the tenant asked for the same transaction']);
}

/** The reservation under a key, unless it certainly had no effect. */
function standing(space: Workspace, key: string): Reservation | undefined {
  const reservation = space.reservationOf(key);
  return reservation?.state === 'failed' ? undefined : reservation;
}

function excessOf(space: Workspace, { action, principal, amount }: ReserveOperation, ceiling: ActionCeiling): string[] {
  const definition = definitionOf(action, ceiling);
  const { limit, scope, windowMs } = ceiling;
  const size = 'currency' in limit ? limit.minor : limit.count;
  // INVARIANT: a subtraction of two safe integers is exact; their sum need not be.
  if (amountFor(definition, amount) <= size - space.counter(counterKey(definition, principal))) return [];
  const text = 'currency' in limit ? formatAmount(limit) : `${limit.count} calls`;
  return [`the ceiling of ${text} in ${formatDuration(windowMs)} per ${scope} does not allow it`];
}

type Asked = OperationResult | { readonly approved: ApprovalRequest };

function askPeople(space: Workspace, operation: ReserveOperation, demand: ApprovalDemand): Asked {
  const { action, principal, requester, canonicalArguments, amount, policy } = operation;
  const terms = { action, principal, requester, canonicalArguments, amount, policy };
  const waiting = waitingKey(terms, operation.keys.once);
  const known = demand.presented === undefined ? space.approvalOf(waiting) : space.approval(demand.presented);
  if (demand.presented !== undefined) {
    const isBound =
      known !== undefined &&
      known.binding === approvalBinding({ ...terms, id: known.id, expiresAt: known.expiresAt }) &&
      known.id === demand.presented;
    if (!isBound) return refuse(space, operation, 'the approval is of another request');
    const state = approvalStateAt(known, space.expiryAt);
    if (state === 'pending') return wait(space, operation, known);
    if (state !== 'approved') return refuse(space, operation, `the approval is ${state}`);
    // Votes that do not count here, such as unsigned ones, leave it waiting for those that do.
    if (countedApprovals(known, demand.approvers) < demand.quorum) return wait(space, operation, known, 'pending');
    return { approved: known };
  }
  if (known !== undefined) {
    const state = approvalStateAt(known, space.expiryAt);
    const isSame = known.binding === approvalBinding({ ...terms, id: known.id, expiresAt: known.expiresAt });
    const isOpen = state === 'pending' || state === 'approved';
    const isCounted = countedApprovals(known, demand.approvers) >= demand.quorum;
    if (isOpen && isSame) return wait(space, operation, known, isCounted ? known.state : 'pending');
    if (isOpen) return refuse(space, operation, 'another request for the same transaction waits');
    // A no stands until it would have expired, or a model could ask, in other words, until somebody says yes.
    if (state === 'denied' && space.expiryAt < known.expiresAt) {
      return refuse(space, operation, 'a request for the same transaction was denied');
    }
  }
  const list = waitingListKey(principal);
  const { length } = waitingAt(space.waitingList(list), space.at);
  if (length >= MAX_WAITING_PER_ACCOUNT) {
    return refuse(space, operation, `${length} requests of this account wait already`);
  }
  const expiresAt = space.expiryAt + demand.expiresMs;
  const request: ApprovalRequest = {
    ...terms,
    id: demand.newId,
    expiresAt,
    binding: approvalBinding({ ...terms, id: demand.newId, expiresAt }),
    state: 'pending',
    quorum: demand.quorum,
    votes: [],
    createdAt: space.at,
    context: operation.context,
    reservation: null,
  };
  space.putApproval(request);
  space.putKey(waiting, request.id);
  space.putKey(list, withRequest(space.waitingList(list), request, space.at));
  return wait(space, operation, request);
}

function refuse(space: Workspace, operation: ReserveOperation, reason: string): OperationResult {
  return denied(space, operation, 'guard/approval-refused', [reason]);
}

function wait(
  space: Workspace,
  operation: ReserveOperation,
  approval: ApprovalRequest,
  state: ApprovalRequest['state'] = approval.state,
): OperationResult {
  const body = { ...bodyOf(operation), code: 'guard/approval-needed', approval: approval.id };
  return {
    kind: 'waiting',
    approval: { ...approval, state },
    receipt: space.putReceipt(operation.receiptId, { kind: 'needs-approval', ...body }),
  };
}

function allow(space: Workspace, operation: ReserveOperation, approval: ApprovalRequest | undefined): OperationResult {
  const { id, action, principal, requester, caller, argumentsDigest, keys, amount, mode, executionMs } = operation;
  const receipt = space.putReceipt(operation.receiptId, {
    kind: 'allow',
    ...bodyOf(operation),
    reservation: id,
    ...(approval === undefined ? {} : { approval: approval.id }),
  });
  const reservation: Reservation = {
    id,
    action,
    principal,
    requester,
    caller,
    argumentsDigest,
    onceKey: keys.once ?? null,
    requestKey: keys.request ?? null,
    amount,
    state: 'reserved',
    reservedAt: space.at,
    executeBy: space.expiryAt + executionMs,
    settledAt: null,
    approval: approval?.id ?? null,
    mode,
    receipt,
  };
  space.putReservation(reservation);
  for (const key of [keys.once, keys.request]) if (key !== undefined) space.putKey(key, id);
  for (const definition of countedIn(operation, space.definitions)) {
    const counter = counterKey(definition, principal);
    const held = amountFor(definition, amount);
    // Two ceilings of one window differ in their limit alone, and share a counter.
    if (held === 0 || space.holdsOf(id).some((hold) => hold.counter === counter)) continue;
    space.putHold({ reservation: id, counter, amount: held, until: null });
    space.addToCounter(counter, held);
  }
  if (approval !== undefined) space.putApproval({ ...approval, state: 'consumed', reservation: id });
  return { kind: 'allowed', reservation, receipt };
}

function denied(
  space: Workspace,
  operation: ReserveOperation,
  code: DecisionCode,
  reasons: readonly string[],
  existing?: Reservation,
): OperationResult {
  const body = { ...bodyOf(operation), code, ...(existing === undefined ? {} : { reservation: existing.id }) };
  const own: Receipt = space.putReceipt(operation.receiptId, { kind: 'deny', ...body });
  return {
    kind: 'denied',
    code,
    reasons,
    receipt: existing?.receipt ?? own,
    ...(existing === undefined ? {} : { reservation: existing }),
  };
}

function bodyOf(operation: ReserveOperation): Omit<ReceiptBody, 'kind'> {
  const { action, principal, requester, argumentsDigest, amount, policy, mode, context } = operation;
  return {
    action,
    tenant: principal.tenant,
    account: principal.account,
    requester,
    argumentsDigest,
    ...(amount === null ? {} : { amount }),
    policy,
    mode,
    ...(context.model === undefined ? {} : { model: context.model }),
    ...(context.intent === undefined ? {} : { intent: context.intent }),
  };
}
