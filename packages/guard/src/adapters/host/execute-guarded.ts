import { UsageError } from '@bezoar/core/actions';
import type { Guard } from '../../guard/create-guard.ts';
import type { GuardedCall, GuardedOutcome, GuardedRequest } from '../../guard/guarded-action.ts';
import { currentReservation, inCall } from './guarded-call.ts';

/**
 * Executes a tool through the guard. Where people have agreed to exactly this request since it was first asked, the
 * approval is presented at once: a model cannot carry its id, and should not. The guard checks it as it checks any
 * other: bound to these arguments, this requester and this policy, unexpired and unused. Rejects with
 * `guard/tool-guarded-twice` within its own execution.
 */
export async function executeGuarded<T>(
  guard: Guard,
  action: string,
  request: GuardedRequest,
  implementation: (call: GuardedCall) => Promise<T>,
): Promise<GuardedOutcome<T>> {
  const execute = guard.guard(action, (call) => inCall(call, () => implementation(call)));
  const outcome = await execute(request);
  if (
    outcome.decision === 'deny' &&
    outcome.reservation !== undefined &&
    outcome.reservation === currentReservation()
  ) {
    // As a result it would be settled as done by the outer guard, and nothing was.
    throw new UsageError('guard/tool-guarded-twice', `\`${action}\` waits for itself: it is guarded twice`);
  }
  const isApproved = outcome.decision === 'needs-approval' && outcome.state === 'approved';
  return isApproved && request.approval === undefined ? execute({ ...request, approval: outcome.requestId }) : outcome;
}

/** Whether the policy says anything of a tool. Whatever it does not name is denied. */
export function isListed({ policy }: Guard, name: string): boolean {
  return policy.actions.has(name) || policy.tools?.has(name) === true;
}
