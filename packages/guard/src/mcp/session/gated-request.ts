import type { GuardDecision } from '../../decision/guard-decision.ts';
import type { McpRefusal } from '../mcp-event.ts';
import { GATED_METHODS } from '../message/methods.ts';
import { fieldIn, isFields, type JsonFields } from '../message/rpc-message.ts';
import { writeRefusal, writeRequest } from '../message/write-message.ts';
import { answerRefusal } from '../tools/refused-call.ts';
import type { OpenRequest } from './open-requests.ts';
import { type Outgoing, refuse, type SessionState } from './session-state.ts';
import { startTimer } from './settle-request.ts';

/** Which parameters a gated method has, beside `_meta`; any other would pass without having been judged. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  'tools/call': ['name', 'arguments'],
  'prompts/get': ['name', 'arguments'],
  'resources/read': ['uri'],
  'resources/subscribe': ['uri'],
};

/** Whether the guard decides on each request of a method. */
export function isGated(method: string): boolean {
  return method === 'tools/call' || GATED_METHODS.some((gated) => gated === method);
}

/** Asks the guard, and forwards what it allows with exactly the arguments that it judged. Never rejects. */
export async function forwardGated(
  state: SessionState,
  request: OpenRequest,
  params: JsonFields | undefined,
): Promise<Outgoing | undefined> {
  const { id, method } = request;
  const asked = readCall(method, params);
  if (asked === undefined) {
    refuse(state, 'client', 'mcp/params', method);
    state.requests.close(request, false);
    return { to: 'client', message: writeRefusal(id, 'mcp/params'), id };
  }
  const { name, values } = asked;
  const action = `${state.filter.prefix}${name}`;
  request.isStructured = !state.filter.withOutput.has(name);
  const decision = await decide(state, request, action, name, values);
  const { state: now } = request;
  if (now === 'cancelled' || state.phase === 'closed') {
    // It was never sent: certainly without effect.
    if (decision.decision === 'allow') await state.gate.settle(decision, 'failed');
    state.requests.close(request, false);
    if (now === 'cancelled') return undefined;
    return { to: 'client', message: answerRefusal(request, { decision: 'deny', code: 'mcp/lost' }), id };
  }
  if (decision.decision !== 'allow') {
    state.requests.close(request, false);
    state.emit({ type: 'call-decided', action, ...refusalOf(decision) });
    return { to: 'client', message: answerRefusal(request, decision), id };
  }
  state.emit({ type: 'call-decided', action, decision: 'allow' });
  request.call = { action, decision };
  request.state = 'sent';
  startTimer(state, request);
  // Shadow mode changes nothing that happens: where it would have denied there are no judged arguments to forward.
  const judged = state.filter.isShadow ? values : decision.arguments;
  return { to: 'server', message: writeRequest(id, method, forwardedParams(request, name, judged)), id };
}

async function decide(
  state: SessionState,
  { id, method }: OpenRequest,
  action: string,
  name: string,
  values: JsonFields,
): Promise<GuardDecision | { readonly decision: 'deny'; readonly code: McpRefusal | 'guard/action-not-declared' }> {
  if (method === 'tools/call' && !state.filter.isShadow) {
    if (state.filter.withholdChanged && state.filter.pins.isChanged(name)) {
      return { decision: 'deny', code: 'mcp/tool-changed' };
    }
    // A tool that borrows a method's name must not reach that method's listing.
    if (GATED_METHODS.some((gated) => gated === name)) return { decision: 'deny', code: 'guard/action-not-declared' };
  }
  return state.gate.judge(action, values, id);
}

interface AskedCall {
  readonly name: string;
  readonly values: JsonFields;
}

/** What a request asks for; undefined where its parameters are not those of its method. */
function readCall(method: string, params: JsonFields | undefined): AskedCall | undefined {
  const names = Object.keys(params ?? {}).filter((name) => name !== '_meta');
  if (names.some((name) => PARAMETERS[method]?.includes(name) !== true)) return undefined;
  if (method.startsWith('resources/')) {
    const uri = fieldIn(params, 'uri');
    return typeof uri === 'string' ? { name: 'resources/read', values: { uri } } : undefined;
  }
  const name = fieldIn(params, 'name');
  const values = fieldIn(params, 'arguments') ?? {};
  if (typeof name !== 'string' || !isFields(values)) return undefined;
  if (method === 'tools/call') return { name, values };
  return { name: 'prompts/get', values: Object.keys(values).length === 0 ? { name } : { name, arguments: values } };
}

function forwardedParams({ method, progressToken }: OpenRequest, name: string, judged: JsonFields): JsonFields {
  const meta = progressToken === undefined ? {} : { _meta: { progressToken } };
  return method === 'tools/call' ? { name, arguments: judged, ...meta } : { ...judged, ...meta };
}

function refusalOf(decision: Exclude<Awaited<ReturnType<typeof decide>>, { decision: 'allow' }>): {
  decision: 'deny' | 'needs-approval';
  code: typeof decision.code;
  requestId?: string;
} {
  const { code } = decision;
  return 'requestId' in decision
    ? { decision: 'needs-approval', code, requestId: decision.requestId }
    : { decision: 'deny', code };
}
