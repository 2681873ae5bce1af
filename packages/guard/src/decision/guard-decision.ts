import type { JsonValue } from '@bezoar/core/actions';
import type { Receipt } from '../receipts/receipt.ts';
import type { DecisionCode } from './decision-code.ts';

/** What the guard says of a request. */
export type GuardDecision = AllowDecision | DenyDecision | NeedsApprovalDecision;

/** The call may be executed once, with exactly these arguments. */
export interface AllowDecision {
  readonly decision: 'allow';
  readonly reasons: readonly string[];
  /** Frozen: what was judged. */
  readonly arguments: { readonly [name: string]: JsonValue };
  /** To settle; absent for a listed tool that is no declared action, of which nothing is kept. */
  readonly reservation?: string;
  /** Milliseconds since the Unix epoch: from then on the outcome is unknown. */
  readonly executeBy?: number;
  /** The caller's own retry of a request that is still open. */
  readonly isReplay: boolean;
  readonly receipt?: Receipt;
  /** In shadow mode: what would have been decided. */
  readonly shadow?: DenyDecision | NeedsApprovalDecision;
}

/** The call must not be executed. */
export interface DenyDecision {
  readonly decision: 'deny';
  readonly code: DecisionCode;
  readonly reasons: readonly string[];
  /** The effect that there was already under the same key. */
  readonly reservation?: string;
  readonly state?: 'reserved' | 'done' | 'failed' | 'unknown';
  /** Of that effect, else of this denial; absent where the store could not keep one. */
  readonly receipt?: Receipt;
}

/** People must agree first; then the same request is made again, with the approval's id. */
export interface NeedsApprovalDecision {
  readonly decision: 'needs-approval';
  readonly code: 'guard/approval-needed';
  readonly reasons: readonly string[];
  readonly requestId: string;
  /** `approved`: go on. */
  readonly state: 'pending' | 'approved';
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
  readonly receipt?: Receipt;
}
