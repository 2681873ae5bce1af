import type { DecisionCode } from '../../decision/decision-code.ts';
import type {
  AllowDecision,
  DenyDecision,
  GuardDecision,
  NeedsApprovalDecision,
} from '../../decision/guard-decision.ts';
import type { ActionRequest } from '../../request/action-request.ts';
import { ALLOWED_CODE } from '../answer/http-code.ts';
import { HttpFault } from '../answer/http-fault.ts';
import { type Answer, isoTime } from '../answer/json-answer.ts';
import { readFields } from '../border/read-fields.ts';
import { checkTenant } from '../caller/check-tenant.ts';
import type { Call, Endpoint } from './endpoint.ts';

const REQUIRED = ['action', 'principal', 'arguments', 'idempotencyKey'];
const OPTIONAL = ['requester', 'approval', 'context', 'text'];

/** Denials that mean: this is no request of the contract. */
const MALFORMED: ReadonlySet<DecisionCode> = new Set([
  'guard/arguments-malformed',
  'guard/principal-missing',
  'guard/request-malformed',
]);

/** `POST /v1/authorize`: the decision is the answer, so that a denial too is a 200. */
export const authorizeEndpoint: Endpoint = {
  method: 'POST',
  path: '/v1/authorize',
  roles: ['caller'],
  isDecision: true,
  answer: authorize,
};

async function authorize({ guard, caller, tenants, body }: Call): Promise<Answer> {
  checkTenant(body, tenants);
  // Over a network every answer can be lost, so that the key is no option here.
  const request = readFields(body, REQUIRED, OPTIONAL);
  // INVARIANT: the guard type-checks every field itself.
  const decision = await guard.authorize(request as unknown as ActionRequest, caller);
  const refusal = decision.decision === 'allow' ? decision.shadow : decision;
  // In shadow mode too: what does not speak the contract cannot be watched either.
  if (refusal !== undefined && MALFORMED.has(refusal.code))
    throw new HttpFault(400, refusal.code, refusal.reasons.join('; '));
  return { body: { ...bodyOf(decision), mode: guard.mode } };
}

function bodyOf(decision: GuardDecision): Readonly<Record<string, unknown>> {
  return decision.decision === 'allow' ? allowBody(decision) : refusalBody(decision);
}

function allowBody(decision: AllowDecision): Readonly<Record<string, unknown>> {
  const { reasons, reservation, executeBy, receipt, isReplay, shadow } = decision;
  return {
    decision: 'allow',
    code: ALLOWED_CODE,
    reasons,
    isReplay,
    // In shadow mode the caller executes what it would have executed without a guard.
    ...(shadow === undefined ? { arguments: decision.arguments } : { shadow: refusalBody(shadow) }),
    ...(reservation === undefined ? {} : { reservation }),
    ...(executeBy === undefined ? {} : { executeBy: isoTime(executeBy) }),
    ...(receipt === undefined ? {} : { receipt }),
  };
}

function refusalBody(decision: DenyDecision | NeedsApprovalDecision): Readonly<Record<string, unknown>> {
  return decision.decision === 'deny' ? { ...decision } : { ...decision, expiresAt: isoTime(decision.expiresAt) };
}
