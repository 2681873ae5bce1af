import type { JsonValue, Principal } from '@bezoar/core/actions';
import type { AllowDecision, DenyDecision, NeedsApprovalDecision } from '../decision/guard-decision.ts';
import type { GuardMode } from '../decision/guard-mode.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { ActionRequest } from '../request/action-request.ts';

/** What an implementation is called with. */
export interface GuardedCall {
  readonly action: string;
  readonly principal: Principal;
  /** Exactly what was judged, frozen. In shadow mode: what the caller gave. */
  readonly arguments: { readonly [name: string]: JsonValue };
  /** The reservation, where there is one: hand it on as the idempotency key of the real service. */
  readonly reservation?: string;
  /** Aborted when the outcome becomes unknown. */
  readonly signal: AbortSignal;
  /** The value of a secret that the policy lists for this tool. */
  secret(handle: string): Promise<string>;
}

/** Thrown by an implementation that knows for certain that nothing happened: the call counts no more, and may be repeated. */
export class NotExecuted extends Error {
  override readonly name: string = 'NotExecuted';
}

/** What came of a guarded call. */
export type GuardedOutcome<T> =
  | {
      readonly decision: 'allow';
      readonly result: T;
      readonly reservation?: string;
      readonly receipt?: Receipt;
      /** `lost`: it was executed, and the store could not be told; it is held until somebody settles it. */
      readonly settlement: 'done' | 'lost' | 'none';
      readonly shadow?: AllowDecision['shadow'];
    }
  | DenyDecision
  | NeedsApprovalDecision;

/** A request for an action whose name is known. */
export type GuardedRequest = Omit<ActionRequest, 'action'>;

/** What executing needs of the guard. */
export interface GuardedExecution {
  readonly mode: GuardMode;
  authorize(request: ActionRequest): Promise<AllowDecision | DenyDecision | NeedsApprovalDecision>;
  /** Never rejects: whether the outcome was recorded. */
  settle(reservation: string, outcome: 'done' | 'failed' | 'unknown'): Promise<boolean>;
  secret(action: string, handle: string): Promise<string>;
  /** Milliseconds that an execution may take. */
  readonly executionMs: number;
}

/**
 * Executes an implementation if, and only if, it is allowed: at most once for each business key, with the arguments that
 * were judged. What the implementation throws is thrown on; unless it is `NotExecuted`, the outcome is then unknown, since
 * a call that failed may have had its effect.
 */
export function guardedAction<T>(
  { mode, authorize, settle, secret, executionMs }: GuardedExecution,
  action: string,
  implementation: (call: GuardedCall) => Promise<T>,
): (request: GuardedRequest) => Promise<GuardedOutcome<T>> {
  return async (request) => {
    // Judged and executed for the same one, also where the host's session object changes meanwhile.
    const principal = Object.freeze({ ...request.principal });
    const decision = await authorize({ ...request, principal, action });
    if (decision.decision !== 'allow') return decision;
    if (decision.isReplay && mode !== 'shadow') return inFlight(decision);
    const { reservation, receipt, shadow } = decision;
    const call: GuardedCall = {
      action,
      principal,
      arguments: mode === 'shadow' ? (request.arguments as GuardedCall['arguments']) : decision.arguments,
      ...(reservation === undefined ? {} : { reservation }),
      signal: AbortSignal.timeout(executionMs),
      secret: (handle) => secret(action, handle),
    };
    let result: T;
    try {
      result = await implementation(call);
    } catch (error) {
      if (reservation !== undefined) await settle(reservation, error instanceof NotExecuted ? 'failed' : 'unknown');
      throw error;
    }
    const isRecorded = reservation === undefined || (await settle(reservation, 'done'));
    return {
      decision: 'allow',
      result,
      ...(reservation === undefined ? {} : { reservation }),
      ...(receipt === undefined ? {} : { receipt }),
      settlement: reservation === undefined ? 'none' : isRecorded ? 'done' : 'lost',
      ...(shadow === undefined ? {} : { shadow }),
    };
  };
}

/** The same request is being executed by another call: in one process too, only one of them executes. */
function inFlight({ reservation, receipt }: AllowDecision): DenyDecision {
  return {
    decision: 'deny',
    code: 'guard/in-flight',
    reasons: ['the same request is being executed'],
    ...(reservation === undefined ? {} : { reservation, state: 'reserved' }),
    ...(receipt === undefined ? {} : { receipt }),
  };
}
