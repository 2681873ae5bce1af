import type { ApprovalRequest } from '../approvals/approval-request.ts';
import type { TypedRequest } from '../request/action-request.ts';
import type { GuardDecision } from './guard-decision.ts';
import type { GuardMode } from './guard-mode.ts';

/** What happens in a guard, for telemetry, traces and alarms. Listeners cannot change a decision. */
export type GuardEvent =
  | {
      readonly type: 'decision';
      readonly mode: GuardMode;
      /** Absent where the request could not be read. */
      readonly request?: TypedRequest;
      readonly decision: GuardDecision;
      /** Whether the document declares the action. */
      readonly isHighValue: boolean;
      readonly durationMs: number;
    }
  | { readonly type: 'approval-requested'; readonly approval: ApprovalRequest }
  | { readonly type: 'approval-decided'; readonly approval: ApprovalRequest }
  | {
      readonly type: 'settled';
      readonly reservation: string;
      readonly action: string;
      readonly outcome: 'done' | 'failed' | 'unknown';
    }
  /** Loud: something that an operator must see. */
  | { readonly type: 'alarm'; readonly code: AlarmCode; readonly message: string };

/** What an alarm is about. */
export type AlarmCode =
  | 'guard/shadow-mode'
  | 'guard/clock-ahead'
  | 'guard/store-failed'
  | 'guard/settlement-lost'
  | 'guard/outcome-unknown'
  | 'guard/listener-failed';
