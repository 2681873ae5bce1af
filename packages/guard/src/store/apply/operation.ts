import type { ActionCeiling, Amount, Principal } from '@bezoar/core/actions';
import type { ApprovalRequest, ApprovalVote } from '../../approvals/approval-request.ts';
import type { ApproverRules } from '../../approvals/approver-rules.ts';
import type { DecisionCode, Refusal } from '../../decision/decision-code.ts';
import type { GuardMode } from '../../decision/guard-mode.ts';
import type { Receipt, ReceiptBody } from '../../receipts/receipt.ts';
import type { RequestContext } from '../../request/action-request.ts';
import type { RequestKeys } from '../../request/business-keys.ts';
import type { Reservation } from '../reservation.ts';

/** What every operation carries. */
export interface OperationBase {
  /** Id of its receipt, 32 random hexadecimal digits. */
  readonly receiptId: string;
  /** The two readings of the guard's clock, milliseconds since the Unix epoch. */
  readonly time: OperationTime;
}

/** Two readings, each the one that is safe for its purpose when the machine's clock jumps. */
export interface OperationTime {
  /** For windows: never ahead, so that nothing is free again too early. */
  readonly window: number;
  /** For expiry: never behind, so that nothing is good for too long. */
  readonly expiry: number;
}

/** Asks for an action. */
export interface ReserveOperation extends OperationBase {
  readonly kind: 'reserve';
  /** Id of the reservation, should there be one. */
  readonly id: string;
  readonly action: string;
  readonly principal: Principal;
  readonly requester: string;
  readonly caller: string;
  readonly canonicalArguments: string;
  readonly argumentsDigest: string;
  readonly keys: RequestKeys;
  readonly amount: Amount | null;
  readonly ceilings: readonly ActionCeiling[];
  /** What was found outside the store: a look-up that said no. Replays are answered first. */
  readonly refusal?: Refusal;
  readonly approval?: ApprovalDemand;
  readonly policy: string;
  readonly mode: GuardMode;
  readonly executionMs: number;
  /** Whether whoever asks executes by itself and never on a replay: then a retry leaves the first attempt alone. */
  readonly isExclusive?: boolean;
  readonly context: RequestContext;
}

/** What an action needs of people. */
export interface ApprovalDemand {
  readonly quorum: number;
  readonly expiresMs: number;
  readonly approvers: ApproverRules;
  /** Id of a new request for approval, should there be one. */
  readonly newId: string;
  /** Id of the approval that the caller presents. */
  readonly presented?: string;
}

/** Records a denial that was decided without the store. */
export interface DenyOperation extends OperationBase {
  readonly kind: 'deny';
  readonly body: ReceiptBody;
}

/** Says what came of an action. */
export interface SettleOperation extends OperationBase {
  readonly kind: 'settle';
  readonly reservation: string;
  readonly outcome: 'done' | 'failed' | 'unknown';
  readonly actor: string;
  /** Whether the actor may settle what another caller reserved: an operator who looked. */
  readonly isOperator: boolean;
  /** Only where the caller was not told of the reservation after all, by the answer to a retry. */
  readonly isUntold?: boolean;
}

/** A person's word on a request. */
export interface VoteOperation extends OperationBase {
  readonly kind: 'vote';
  readonly approval: string;
  readonly vote: Omit<ApprovalVote, 'at'>;
  readonly approvers: ApproverRules;
}

/** Stops an action or all, or lifts that. */
export interface StopOperation extends OperationBase {
  readonly kind: 'stop' | 'resume';
  readonly action: string;
  readonly reason: string;
  readonly actor: string;
}

/** Everything that changes a store. */
export type Operation = ReserveOperation | DenyOperation | SettleOperation | VoteOperation | StopOperation;

/** What came of an operation. */
export type OperationResult =
  | { readonly kind: 'allowed'; readonly reservation: Reservation; readonly receipt: Receipt }
  /** The caller's own retry of a request that is still open: the same reservation, and no second effect. */
  | { readonly kind: 'replayed'; readonly reservation: Reservation; readonly receipt: Receipt }
  | {
      readonly kind: 'denied';
      readonly code: DecisionCode;
      readonly reasons: readonly string[];
      /** Of the effect that there was already, else of this denial. */
      readonly receipt: Receipt;
      readonly reservation?: Reservation;
    }
  | { readonly kind: 'waiting'; readonly approval: ApprovalRequest; readonly receipt: Receipt }
  | { readonly kind: 'recorded'; readonly receipt: Receipt }
  | { readonly kind: 'settled'; readonly reservation: Reservation; readonly receipt: Receipt | undefined }
  | { readonly kind: 'voted'; readonly approval: ApprovalRequest; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly code: RefusedOperation; readonly reason: string };

/** Why an operation that is no request for an action was refused. */
export type RefusedOperation =
  | 'guard/no-such-reservation'
  | 'guard/not-yours'
  | 'guard/settled-already'
  | 'guard/no-such-request'
  | 'guard/not-an-approver'
  | 'guard/not-waiting';
