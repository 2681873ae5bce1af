import { BezoarError, UsageError } from '@bezoar/core/actions';
import type { DecisionCode } from '../../decision/decision-code.ts';
import type { DenyDecision, NeedsApprovalDecision } from '../../decision/guard-decision.ts';

/** What a model is told instead of a tool's result. No receipt, reservation or principal: a model needs none of them. */
export interface DeniedResult {
  readonly denied: true;
  readonly code: DecisionCode;
  /** For people; names of the policy at most, never what the model wrote. */
  readonly reasons: readonly string[];
  /** Where people must agree first. */
  readonly requestId?: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** Thrown in place of a `DeniedResult` where the host wants it so. Nothing was executed. */
export class GuardDenied extends BezoarError<'guard/denied'> {
  override readonly name: string = 'GuardDenied';
  readonly result: DeniedResult;

  constructor(result: DeniedResult) {
    super('guard/denied', `${result.code}: ${result.reasons.join('; ')}`);
    this.result = result;
  }
}

/** How a refused call ends: as a result that the model reads, or as an error that the SDK handles. */
export type OnDenied = 'result' | 'throw';

/** A refusal as the model may see it. */
export function deniedResult(decision: DenyDecision | NeedsApprovalDecision): DeniedResult {
  const { code, reasons } = decision;
  if (decision.decision === 'deny') return { denied: true, code, reasons };
  return { denied: true, code, reasons, requestId: decision.requestId, expiresAt: decision.expiresAt };
}

/** Ends a refused call as the host wants it. */
export function refuse(decision: DenyDecision | NeedsApprovalDecision, onDenied: OnDenied = 'result'): DeniedResult {
  const result = deniedResult(decision);
  if (onDenied === 'throw') throw new GuardDenied(result);
  return result;
}

/** Whether a tool's output is a refusal, also after it was stored and read again. For display: it proves nothing. */
export function isDeniedResult(value: unknown): value is DeniedResult {
  if (typeof value !== 'object' || value === null) return false;
  const { denied, code } = value as Partial<DeniedResult>;
  return denied === true && typeof code === 'string' && code.startsWith('guard/');
}

/** `guard/tool-not-listed`, for a tool of which the policy says nothing: every call of it would be denied. */
export function notListed(name: string): UsageError {
  return new UsageError('guard/tool-not-listed', `the policy neither declares nor lists the tool \`${name}\``);
}
