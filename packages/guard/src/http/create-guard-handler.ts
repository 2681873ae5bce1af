import { systemClock } from '@bezoar/core/actions';
import { DeadlineExceeded, within } from '../eligibility/deadline.ts';
import { DEFAULT_STORE_MS } from '../guard/guard-options.ts';
import { denialBody, faultBody, HttpFault, malformed } from './answer/http-fault.ts';
import { jsonAnswer } from './answer/json-answer.ts';
import { checkBorder, LOOPBACK_HOSTS, readBorder } from './border/check-origin.ts';
import { DEFAULT_MAX_BODY_BYTES, hasBody, readBody } from './border/read-body.ts';
import { readQuery } from './border/read-query.ts';
import { authenticate, checkRole } from './caller/authenticate.ts';
import { type Caller, checkApprovers, readCallers } from './caller/caller.ts';
import { createRateLimit } from './caller/rate-limit.ts';
import { type FoundPath, findMethod, findPath } from './find-endpoint.ts';
import { DEFAULT_RATE_LIMIT, type GuardHandlerOptions } from './handler-options.ts';

/** Answers a request. Never rejects. */
export type GuardHandler = (request: Request) => Promise<Response>;

/**
 * A guard's decision point over HTTP, for any server that speaks `fetch`. Whatever it answers to `/v1/authorize` has a
 * `decision`, and only `allow` is one. Throws a `UsageError` for callers, hosts or origins that it cannot use.
 */
// Attacker controls: everything in a request; whoever holds a token controls what its role may say.
export function createGuardHandler(options: GuardHandlerOptions): GuardHandler {
  const { guard, clock = systemClock, version = '0.0.0', maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  const callers = readCallers(options.callers);
  checkApprovers(callers, guard.policy.approvals?.approvers ?? []);
  const border = readBorder(options.allowedHosts ?? LOOPBACK_HOSTS, options.allowedOrigins ?? []);
  const takeRequest = createRateLimit(
    options.rateLimit ?? DEFAULT_RATE_LIMIT,
    options.monotonic ?? ((): number => performance.now()),
  );

  const enter = (headers: Headers): Caller => {
    const caller = authenticate(headers, callers);
    takeRequest(caller.name);
    return caller;
  };

  const respond = async (request: Request, url: URL, path: FoundPath): Promise<Response> => {
    checkBorder(request, url, border);
    const endpoint = findMethod(path, request.method);
    if (endpoint.method === 'GET' && hasBody(request.headers)) throw malformed('expected no body with GET');
    const { roles } = endpoint;
    const caller = roles === 'anyone' ? undefined : enter(request.headers);
    if (caller !== undefined && roles !== 'anyone') checkRole(caller, roles);
    const query = readQuery(url.searchParams, endpoint.query ?? []);
    const body = endpoint.method === 'POST' ? await readBody(request, maxBodyBytes) : undefined;
    const { name = '', role, tenants } = caller ?? {};
    const { onConversation } = options;
    const bound = tenants === undefined ? {} : { tenants };
    const told = onConversation === undefined ? {} : { onConversation };
    const call = { guard, clock, version, caller: name, role, ...bound, id: path.id, body, query, ...told };
    // What a POST asks of the guard has deadlines of its own; what a GET asks of the store has not.
    const isRead = endpoint.method === 'GET';
    const answer = await (isRead ? within(DEFAULT_STORE_MS, () => endpoint.answer(call)) : endpoint.answer(call));
    return jsonAnswer(answer, guard.mode);
  };

  const refuse = (error: unknown, { endpoints }: FoundPath): Response => {
    if (!(error instanceof HttpFault)) report(error);
    const fault = error instanceof HttpFault ? error : storeFault(error);
    const isDecision = endpoints.some((endpoint) => endpoint.isDecision === true);
    const body = isDecision ? denialBody(fault, guard.mode) : faultBody(fault);
    return jsonAnswer({ status: fault.status, body, headers: fault.headers }, guard.mode);
  };

  const report = (error: unknown): void => {
    try {
      options.onFault?.(error);
    } catch {
      // A listener that throws must not change an answer.
    }
  };

  return async (request) => {
    const url = new URL(request.url);
    const path = findPath(url.pathname);
    try {
      return await respond(request, url, path);
    } catch (error) {
      return refuse(error, path);
    }
  };
}

/** A fault that is not the request's. What it says may name tables or machines, and stays inside (CWE-209). */
function storeFault(error: unknown): HttpFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'guard/overloaded') return new HttpFault(503, code, 'too much is waiting', { 'retry-after': '1' });
  if (code === 'guard/store-failed' || error instanceof DeadlineExceeded) {
    return new HttpFault(503, 'guard/store-failed', 'the store could not be used', { 'retry-after': '1' });
  }
  return new HttpFault(500, 'guard/internal', 'the guard itself failed');
}
