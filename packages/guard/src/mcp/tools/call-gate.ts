import { canonicalJson, sha256 } from '@bezoar/core/actions';
import type { AllowDecision, GuardDecision } from '../../decision/guard-decision.ts';
import { HOST_CALLER } from '../../guard/create-guard.ts';
import type { McpIdentity, McpRules } from '../mcp-rules.ts';
import type { JsonFields, RpcId } from '../message/rpc-message.ts';

/** Asks the guard on behalf of one session. */
export interface CallGate {
  /** Never rejects. An approval that people gave in the meantime is presented. */
  judge(action: string, values: JsonFields, id: RpcId): Promise<GuardDecision>;
  /** Whether the outcome was recorded; true where there is nothing to record. Never rejects. */
  settle(decision: AllowDecision, outcome: 'done' | 'failed' | 'unknown'): Promise<boolean>;
}

/** A gate of a session. The session's name must be unguessable and of this session only: it is part of idempotency keys. */
export function createCallGate(
  { guard, caller = HOST_CALLER }: Pick<McpRules, 'guard' | 'caller'>,
  { principal, requester, context }: McpIdentity,
  session: string,
): CallGate {
  return {
    judge: async (action, values, id) => {
      const request = {
        action,
        principal,
        arguments: values,
        ...(requester === undefined ? {} : { requester }),
        ...(context === undefined ? {} : { context }),
        ...(needsKey(guard, action) ? { idempotencyKey: keyOf(session, id, values) } : {}),
      };
      try {
        const first = await guard.authorize(request, caller);
        const decision =
          first.decision === 'needs-approval' && first.state === 'approved'
            ? await guard.authorize({ ...request, approval: first.requestId }, caller)
            : first;
        const isSecond = decision.decision === 'allow' && decision.isReplay && guard.mode !== 'shadow';
        return isSecond ? refused('guard/in-flight', 'the same request is being executed') : decision;
      } catch {
        return refused('guard/internal', 'the guard itself failed');
      }
    },
    settle: async ({ reservation }, outcome) => {
      if (reservation === undefined) return true;
      try {
        const result = await guard.settle({ reservation, outcome, caller });
        return result.kind === 'settled';
      } catch {
        return false;
      }
    },
  };
}

/** Where the policy names the transaction, its key holds over sessions and ids, which a model that tries again changes. */
function needsKey({ policy }: McpRules['guard'], action: string): boolean {
  return policy.actions.get(action)?.oncePer.length === 0;
}

function keyOf(session: string, id: RpcId, values: JsonFields): string {
  return sha256(canonicalJson(['mcp', session, id, sha256(canonicalJson(values))]));
}

function refused(code: 'guard/in-flight' | 'guard/internal', reason: string): GuardDecision {
  return { decision: 'deny', code, reasons: [reason] };
}
