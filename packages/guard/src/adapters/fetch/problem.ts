import type { DecisionCode } from '../../decision/decision-code.ts';
import type { DenyDecision, NeedsApprovalDecision } from '../../decision/guard-decision.ts';
import { type DeniedResult, deniedResult } from '../host/denied-result.ts';

const TITLES = {
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  409: 'Conflict',
  413: 'Content Too Large',
  503: 'Service Unavailable',
} as const;

type ProblemStatus = keyof typeof TITLES;

/** Codes that are not simply forbidden: what is there already conflicts, what failed here may be tried again. */
const STATUSES: ReadonlyMap<DecisionCode, ProblemStatus> = new Map([
  ['guard/already-done', 409],
  ['guard/in-flight', 409],
  ['guard/key-reused', 409],
  ['guard/outcome-unknown', 409],
  ['guard/arguments-malformed', 400],
  ['guard/request-malformed', 400],
  ['guard/approval-needed', 202],
  ['guard/internal', 503],
  ['guard/overloaded', 503],
  ['guard/store-failed', 503],
]);

/** A refusal as a problem document (RFC 9457) with the members `code`, `reasons`, `requestId` and `expiresAt`. */
export function decisionProblem(decision: DenyDecision | NeedsApprovalDecision): Response {
  const { denied: _, ...members } = deniedResult(decision);
  return problemResponse(STATUSES.get(decision.code) ?? 403, decision.reasons, members);
}

/** A problem document. */
export function problemResponse(
  status: ProblemStatus,
  reasons: readonly string[],
  members: Partial<Omit<DeniedResult, 'denied'>> = {},
): Response {
  const body = { type: 'about:blank', title: TITLES[status], status, detail: reasons.join('; '), ...members };
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return new Response(JSON.stringify(body), { status, headers });
}
