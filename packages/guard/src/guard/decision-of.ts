import type { JsonValue } from '@bezoar/core/actions';
import type { AllowDecision, DenyDecision, GuardDecision, NeedsApprovalDecision } from '../decision/guard-decision.ts';
import type { OperationResult } from '../store/apply/operation.ts';

/** The decision that a store's answer to a request means. An answer of another kind denies. */
export function decisionOf(result: OperationResult, values: { readonly [name: string]: JsonValue }): GuardDecision {
  if (result.kind === 'allowed' || result.kind === 'replayed') {
    const { reservation, receipt } = result;
    return {
      decision: 'allow',
      reasons: ['every rule of the policy holds'],
      arguments: values,
      reservation: reservation.id,
      executeBy: reservation.executeBy,
      isReplay: result.kind === 'replayed',
      receipt,
    };
  }
  if (result.kind === 'denied') {
    const { code, reasons, receipt, reservation } = result;
    return {
      decision: 'deny',
      code,
      reasons,
      receipt,
      ...(reservation === undefined
        ? {}
        : { reservation: reservation.id, state: code === 'guard/outcome-unknown' ? 'unknown' : reservation.state }),
    };
  }
  if (result.kind === 'waiting') {
    const { approval, receipt } = result;
    const state = approval.state === 'approved' ? 'approved' : 'pending';
    return {
      decision: 'needs-approval',
      code: 'guard/approval-needed',
      reasons: [state === 'approved' ? 'it was approved: ask again, with the approval' : 'people must agree first'],
      requestId: approval.id,
      state,
      expiresAt: approval.expiresAt,
      receipt,
    };
  }
  return { decision: 'deny', code: 'guard/internal', reasons: ['the store gave another answer than was asked for'] };
}

/** What shadow mode answers in place of a refusal. */
export function shadowOf(
  shadow: DenyDecision | NeedsApprovalDecision,
  values: { readonly [name: string]: JsonValue },
): AllowDecision {
  return { decision: 'allow', reasons: ['shadow mode'], arguments: values, isReplay: false, shadow };
}
