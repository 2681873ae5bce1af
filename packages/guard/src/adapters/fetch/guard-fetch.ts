import { canonicalJson } from '@bezoar/core/actions';
import type { Guard } from '../../guard/create-guard.ts';
import { type GuardedCall, type GuardedRequest, NotExecuted } from '../../guard/guarded-action.ts';
import { executeGuarded } from '../host/execute-guarded.ts';
import { decisionProblem, problemResponse } from './problem.ts';
import { DEFAULT_MAX_BODY_BYTES, readJsonBody } from './read-json-body.ts';

/** A request of the service's own session, as the guard is asked it. */
export type FetchRequest = Omit<GuardedRequest, 'arguments'> & {
  /** Default: the JSON of the body. */
  readonly arguments?: unknown;
};

/** A service's handler. `call` is there where the route is an action: its arguments are what was judged. */
export type FetchHandler = (request: Request, call?: GuardedCall) => Response | Promise<Response>;

/** How `guardFetch` is told of the service. */
export interface GuardFetchOptions {
  /** The action that a route is; `false` for one that is none. Everything else denies. */
  readonly match: (request: Request) => string | false;
  /**
   * Who asks for what; undefined where nobody is authenticated.
   * INVARIANT: the principal comes from the authenticated session, never from the body.
   */
  readonly requestOf: (request: Request, body: unknown) => FetchRequest | undefined | Promise<FetchRequest | undefined>;
  /** Whether a response that is no 2xx certainly had no effect, so that it may be repeated. Default: none is certain. */
  readonly hadNoEffect?: (response: Response) => boolean;
  /** Default `DEFAULT_MAX_BODY_BYTES`. */
  readonly maxBodyBytes?: number;
}

/**
 * Guards the service that a tool calls: it authorizes before the handler, and settles by the response's status: 2xx is
 * done, everything else and whatever is thrown is unknown, unless `hadNoEffect` is certain. The handler's request has the
 * arguments that were judged as its body, in canonical JSON. Refusals are problems (RFC 9457): 401, 403, 409, 503, and 202
 * while people must agree.
 */
export function guardFetch(
  guard: Guard,
  handler: FetchHandler,
  { match, requestOf, hadNoEffect = () => false, maxBodyBytes = DEFAULT_MAX_BODY_BYTES }: GuardFetchOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const action: unknown = match(request);
    if (action === false) return handler(request);
    if (typeof action !== 'string') return problemResponse(403, ['the route is no listed action']);
    const body = await readJsonBody(request, maxBodyBytes);
    if ('fault' in body) return problemResponse(body.status, [body.fault]);
    const asked = await requestOf(request, body.value);
    if (asked === undefined) return problemResponse(401, ['nobody is authenticated']);
    const failure = new NoSuccess();
    try {
      const full = { ...asked, arguments: asked.arguments ?? body.value };
      const outcome = await executeGuarded(guard, action, full, async (call) => {
        const response = await handler(judgedRequest(request, call), call);
        if (response.ok) return response;
        failure.response = response;
        throw hadNoEffect(response) ? new NotExecuted('the service says so', { cause: failure }) : failure;
      });
      return outcome.decision === 'allow' ? outcome.result : decisionProblem(outcome);
    } catch (error) {
      const isResponse = error === failure || (error instanceof NotExecuted && error.cause === failure);
      if (isResponse && failure.response !== undefined) return failure.response;
      throw error;
    }
  };
}

/** Carries a response past the guard, which must see a failure. */
class NoSuccess extends Error {
  override readonly name: string = 'NoSuccess';
  response: Response | undefined;
}

/** The request with what was judged for its body, so that the handler reads nothing else. */
function judgedRequest(request: Request, call: GuardedCall): Request {
  const headers = new Headers(request.headers);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  const signal = AbortSignal.any([request.signal, call.signal]);
  const { method, url } = request;
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal });
  headers.set('content-type', 'application/json');
  return new Request(url, { method, headers, signal, body: canonicalJson(call.arguments) });
}
