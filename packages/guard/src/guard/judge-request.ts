import { type ActionPolicy, type Amount, findHazardViolations, type Hazard } from '@bezoar/core/actions';
import type { DecisionCode, Refusal } from '../decision/decision-code.ts';
import type { GuardPolicy } from '../policy/guard-policy.ts';
import type { TypedRequest } from '../request/action-request.ts';
import { argumentFault } from '../request/argument-rules.ts';
import { businessKeys, type RequestKeys } from '../request/business-keys.ts';
import { foreignPrincipal } from '../request/principal-arguments.ts';
import { readAmount } from '../request/read-amount.ts';

/** What the rules of the policy say of a request, before anything outside is asked. */
export type RuleJudgement =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** A listed tool that is no declared action: nothing is counted. */
  | { readonly kind: 'listed' }
  | {
      readonly kind: 'declared';
      readonly action: ActionPolicy;
      readonly amount: Amount | null;
      readonly keys: RequestKeys;
      /** Whether people must agree to this amount. */
      readonly needsApproval: boolean;
    };

/** Judges a request by the policy alone. Pure; what no rule allows is refused. */
export function judgeRequest(policy: GuardPolicy, request: TypedRequest, caller: string): RuleJudgement {
  const tool = policy.tools?.get(request.action);
  const action = policy.actions.get(request.action);
  if (tool === undefined && action === undefined) {
    return refused('guard/action-not-declared', 'the policy neither declares nor lists it');
  }
  if (tool !== undefined) {
    const fault = argumentFault(tool, request.arguments);
    if (fault !== undefined) return refused('guard/argument-refused', fault);
  }
  const foreign = foreignPrincipal(request.arguments, request.principal, action?.principal);
  if (foreign !== undefined) return refused('guard/principal-mismatch', foreign);
  return action === undefined ? { kind: 'listed' } : judgeAction(action, request, caller);
}

function judgeAction(action: ActionPolicy, request: TypedRequest, caller: string): RuleJudgement {
  const read = action.amount === undefined ? undefined : readAmount(action.amount, request.arguments);
  if (read !== undefined && 'reason' in read) return refused('guard/amount-refused', read.reason);
  const amount = read?.amount ?? null;
  const keyed = businessKeys(action, request, caller);
  if ('reason' in keyed) return refused('guard/key-missing', keyed.reason);
  const { transcript, approval } = action;
  if (transcript === 'never' && approval === undefined) {
    return refused('guard/never-legitimate', 'no transcript makes it legitimate, and nobody may approve it');
  }
  const violation = transcriptFault(action, request);
  if (violation !== undefined) return refused('guard/transcript-violated', violation);
  const isAbove = approval?.above === undefined || amount === null || amount.minor > approval.above.minor;
  return {
    kind: 'declared',
    action,
    amount,
    keys: keyed.keys,
    needsApproval: approval !== undefined && (transcript === 'never' || isAbove),
  };
}

/** A transcript that the host hands over can only deny: it is what the model was told, and proves nothing. */
function transcriptFault({ name, transcript: rule }: ActionPolicy, request: TypedRequest): string | undefined {
  if (rule === undefined || rule === 'never' || request.transcript === undefined) return undefined;
  const hazard: Hazard = { action: name, precondition: rule, claims: [], origin: 'declared' };
  const call = { name, arguments: request.canonicalArguments };
  const turns = [...request.transcript.turns, { role: 'assistant' as const, text: '', toolCalls: [call] }];
  return findHazardViolations({ turns }, [hazard])[0]?.detail;
}

function refused(code: DecisionCode, reason: string): RuleJudgement {
  return { kind: 'refused', refusal: { code, reasons: [reason] } };
}
