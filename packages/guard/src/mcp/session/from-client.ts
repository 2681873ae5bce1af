import type { McpRefusal } from '../mcp-event.ts';
import { CLIENT_NOTIFICATIONS, type GATED_METHODS, OPEN_METHODS } from '../message/methods.ts';
import { readMessage } from '../message/read-message.ts';
import { fieldIn, idKey, isFields, type JsonFields, type RpcId, type RpcMessage } from '../message/rpc-message.ts';
import { writeError, writeNotification, writeRefusal, writeRequest, writeResult } from '../message/write-message.ts';
import { forwardGated, isGated } from './gated-request.ts';
import { narrowClient } from './initialize.ts';
import { type Outgoing, refuse, type SessionState } from './session-state.ts';
import { settleRequest, startTimer } from './settle-request.ts';

type Verdict = Outgoing | undefined;

/** What becomes of a client's message: it goes on, it is answered here, or nobody hears of it. */
export function fromClient(state: SessionState, bytes: Uint8Array): Verdict | Promise<Verdict> {
  const read = readMessage(bytes);
  if ('fault' in read) return refuseRequest(state, read.id, read.fault);
  const { message } = read;
  if (message.kind === 'request') return fromRequest(state, message);
  if (message.kind === 'notification') return fromNotification(state, message.method, message.params);
  return fromResponse(state, message);
}

/** The error that a request is refused with. An id that is in use is not answered: that would answer the other request. */
export function refuseRequest(state: SessionState, id: RpcId | null, code: McpRefusal, method?: string): Outgoing {
  refuse(state, 'client', code, method);
  const isFree = id !== null && state.requests.get(id) === undefined;
  return { to: 'client', message: writeRefusal(isFree ? id : null, code), ...(isFree ? { id } : {}) };
}

function fromRequest(
  state: SessionState,
  { id, method, params }: Extract<RpcMessage, { kind: 'request' }>,
): Verdict | Promise<Verdict> {
  const fault = requestFault(state, id, method, params);
  if (fault !== undefined) return refuseRequest(state, id, fault, method);
  const progressToken = tokenOf(params);
  const request = state.requests.open({ id, method, ...(progressToken === undefined ? {} : { progressToken }) });
  if (request === undefined) return refuseRequest(state, id, 'mcp/id-in-use', method);
  if (isGated(method) && !state.allowMethods.has(method as (typeof GATED_METHODS)[number])) {
    return forwardGated(state, request, params);
  }
  const isInitialize = method === 'initialize';
  if (isInitialize) state.phase = 'initializing';
  const forwarded = isInitialize ? narrowClient(params ?? {}, state.allowServerRequests) : params;
  request.state = 'sent';
  startTimer(state, request);
  return { to: 'server', message: writeRequest(id, method, forwarded), id };
}

function requestFault(
  { requests, limits, phase }: SessionState,
  id: RpcId,
  method: string,
  params: JsonFields | undefined,
): McpRefusal | undefined {
  if (requests.get(id) !== undefined) return 'mcp/id-in-use';
  if (requests.size >= limits.openRequests) return 'mcp/too-many-open';
  if (!OPEN_METHODS.has(method) && !isGated(method)) return 'mcp/unknown-method';
  if (fieldIn(params, 'task') !== undefined) return 'mcp/task';
  if (method === 'initialize') return phase === 'new' ? undefined : 'mcp/initialized-already';
  return phase === 'ready' || method === 'ping' ? undefined : 'mcp/not-initialized';
}

function tokenOf(params: JsonFields | undefined): RpcId | undefined {
  const meta = fieldIn(params, '_meta');
  const token = isFields(meta) ? fieldIn(meta, 'progressToken') : undefined;
  return typeof token === 'string' || Number.isSafeInteger(token) ? (token as RpcId) : undefined;
}

function fromNotification(state: SessionState, method: string, params: JsonFields | undefined): Verdict {
  if (method === 'notifications/cancelled') return cancel(state, params);
  const passes =
    CLIENT_NOTIFICATIONS.has(method) ||
    (method === 'notifications/progress' && state.serverRequests.size > 0) ||
    (method === 'notifications/roots/list_changed' && state.allowServerRequests.has('roots/list'));
  if (passes) return { to: 'server', message: writeNotification(method, params) };
  refuse(state, 'client', 'mcp/unexpected-notification', method);
  return undefined;
}

/** The outcome of a call that is cancelled is unknown: the server may have been faster. */
function cancel(state: SessionState, params: JsonFields | undefined): Verdict {
  const id = fieldIn(params, 'requestId');
  const request = typeof id === 'string' || typeof id === 'number' ? state.requests.get(id) : undefined;
  if (request?.state === 'judging') request.state = 'cancelled';
  if (request?.state !== 'sent' || request.method === 'initialize') return undefined;
  void settleRequest(state, request, 'unknown', 'cancelled').then(() => {
    if (state.transport === 'http')
      state.push({ to: 'client', message: writeRefusal(request.id, 'mcp/lost'), id: request.id });
  });
  return { to: 'server', message: writeNotification('notifications/cancelled', { requestId: request.id }) };
}

function fromResponse(state: SessionState, message: Extract<RpcMessage, { kind: 'result' | 'error' }>): Verdict {
  const { id } = message;
  if (id === null || !state.serverRequests.delete(idKey(id))) {
    refuse(state, 'client', 'mcp/unexpected-response');
    return undefined;
  }
  return {
    to: 'server',
    message: message.kind === 'result' ? writeResult(id, message.result) : writeError(id, message.error),
  };
}
