export { parseUnrepeatedJson } from '@bezoar/core/actions';
export { approvalBinding } from './approvals/approval-request.ts';
export { voteBytes } from './approvals/approver-rules.ts';
export { CLOCK_TOLERANCE_MS, createGuardClock } from './clock/guard-clock.ts';
export { DECISION_CODES } from './decision/decision-code.ts';
export { httpLookup } from './eligibility/http-lookup.ts';
export { sqlLookup } from './eligibility/sql-lookup.ts';
export { createGuard, HOST_CALLER } from './guard/create-guard.ts';
export { DEFAULT_EXECUTION_MS, DEFAULT_STORE_MS } from './guard/guard-options.ts';
export { NotExecuted } from './guard/guarded-action.ts';
export { parseGuardPolicy } from './policy/parse-guard-policy.ts';
export { EMPTY_CHAIN, verifyReceipts } from './receipts/verify-receipts.ts';
export { StoreBusy } from './store/batcher.ts';
export { parseCounterKey } from './store/counter-key.ts';
export { createMemoryStore } from './store/memory/memory-store.ts';
export { orderStop } from './store/order-stop.ts';

export type { ApprovalRequest, ApprovalVote } from './approvals/approval-request.ts';
export type { GuardClock } from './clock/guard-clock.ts';
export type { DecisionCode } from './decision/decision-code.ts';
export type { AllowDecision, DenyDecision, GuardDecision, NeedsApprovalDecision } from './decision/guard-decision.ts';
export type { AlarmCode, GuardEvent } from './decision/guard-event.ts';
export type { GuardMode } from './decision/guard-mode.ts';
export type { EligibilityLookup, EligibilityQuestion } from './eligibility/eligibility-lookup.ts';
export type { SqlQuery, SqlValueSource } from './eligibility/sql-lookup.ts';
export type { Guard, Settlement, StopOrder, Vote } from './guard/create-guard.ts';
export type { GuardOptions } from './guard/guard-options.ts';
export type { GuardedCall, GuardedOutcome, GuardedRequest } from './guard/guarded-action.ts';
export type { GuardPolicy } from './policy/guard-policy.ts';
export type { Receipt } from './receipts/receipt.ts';
export type { ChainEnd, ChainVerification } from './receipts/verify-receipts.ts';
export type { ActionRequest, RequestContext, TypedRequest } from './request/action-request.ts';
export type { OperationResult, OperationTime, RefusedOperation } from './store/apply/operation.ts';
export type { CounterDefinition } from './store/counter-key.ts';
export type {
  ApprovalPage,
  CounterUsage,
  GuardStore,
  Hold,
  OpenPage,
  PageOptions,
  Stop,
  StoreChanges,
  StoreHead,
  StoreTransaction,
} from './store/guard-store.ts';
export type { Reservation, ReservationState } from './store/reservation.ts';
