import type { FailedCall } from '../mcp-rules.ts';
import { SERVER_NOTIFICATIONS, type ServerRequest } from '../message/methods.ts';
import { readMessage } from '../message/read-message.ts';
import { fieldIn, idKey, type JsonFields, type RpcMessage } from '../message/rpc-message.ts';
import { oneLine, writeError, writeRefusal, writeResult } from '../message/write-message.ts';
import { filterTools, seeDescription } from '../tools/filter-tools.ts';
import { answerRefusal } from '../tools/refused-call.ts';
import { narrowServer } from './initialize.ts';
import type { OpenRequest } from './open-requests.ts';
import { type Outgoing, refuse, type SessionState } from './session-state.ts';
import { loseRequest, settleRequest } from './settle-request.ts';

type Verdict = Outgoing | undefined;
type Answer = Extract<RpcMessage, { kind: 'result' | 'error' }>;

/** An error of 2025-11-25 by which a server sends the user to an address: an elicitation by another door. */
const URL_ELICITATION_REQUIRED = -32042;

/** What becomes of a server's message: it goes on, the server is answered, or nobody hears of it. */
export function fromServer(state: SessionState, bytes: Uint8Array): Verdict | Promise<Verdict> {
  const read = readMessage(bytes);
  if ('fault' in read) {
    refuse(state, 'server', read.fault);
    const request = read.id === null ? undefined : state.requests.get(read.id);
    return request?.state === 'sent' ? lost(state, request) : undefined;
  }
  const { message, text } = read;
  if (message.kind === 'request') return fromRequest(state, message, text);
  if (message.kind === 'notification') return fromNotification(state, message, text);
  return fromAnswer(state, message, text);
}

/** An answer that cannot be read will not come again. */
async function lost(state: SessionState, request: OpenRequest): Promise<Outgoing> {
  return { to: 'client', message: await loseRequest(state, request, 'lost'), id: request.id };
}

function fromRequest(
  state: SessionState,
  { id, method, params }: Extract<RpcMessage, { kind: 'request' }>,
  text: string,
): Verdict {
  const { serverRequests, limits, allowServerRequests } = state;
  const isAllowed = method === 'ping' || allowServerRequests.has(method as ServerRequest);
  const isFull = serverRequests.has(idKey(id)) || serverRequests.size >= limits.openServerRequests;
  if (!isAllowed || isFull || fieldIn(params, 'task') !== undefined) {
    const code = isAllowed && isFull ? 'mcp/too-many-open' : 'mcp/server-request';
    refuse(state, 'server', code, method);
    return { to: 'server', message: writeRefusal(id, code) };
  }
  serverRequests.set(idKey(id), method);
  return { to: 'client', message: oneLine(text) };
}

function fromNotification(
  state: SessionState,
  { method, params }: Extract<RpcMessage, { kind: 'notification' }>,
  text: string,
): Verdict {
  if (notificationPasses(state, method, params)) return { to: 'client', message: oneLine(text) };
  refuse(state, 'server', 'mcp/unexpected-notification', method);
  return undefined;
}

function notificationPasses(state: SessionState, method: string, params: JsonFields | undefined): boolean {
  if (SERVER_NOTIFICATIONS.has(method)) return true;
  const token = fieldIn(params, method === 'notifications/cancelled' ? 'requestId' : 'progressToken');
  const isId = typeof token === 'string' || typeof token === 'number';
  if (method === 'notifications/progress') return isId && state.requests.hasProgress(token);
  if (method === 'notifications/cancelled') return isId && state.serverRequests.delete(idKey(token));
  return method === 'notifications/elicitation/complete' && state.allowServerRequests.has('elicitation/create');
}

function fromAnswer(state: SessionState, message: Answer, text: string): Verdict | Promise<Verdict> {
  const { id } = message;
  const request = id === null ? undefined : state.requests.get(id);
  const method = request?.state === 'sent' ? request.method : repeatedMethod(state, message);
  if (id === null || method === undefined) {
    refuse(state, 'server', 'mcp/unexpected-response');
    return undefined;
  }
  const answer: Outgoing = { to: 'client', message: shown(state, method, message, text), id };
  if (request === undefined) return answer;
  if (request.call === undefined) {
    state.requests.close(request, true);
    return answer;
  }
  return settleCall(state, request, message).then(() => answer);
}

/** A resumed stream repeats answers: they pass as they did before, and settle nothing. */
function repeatedMethod({ transport, requests }: SessionState, { id }: Answer): string | undefined {
  const method =
    transport === 'http' && id !== null && requests.get(id) === undefined ? requests.answered(id) : undefined;
  return method === 'initialize' ? undefined : method;
}

/** What the client is shown of an answer. */
function shown(state: SessionState, method: string, message: Answer, text: string): string {
  const { id } = message;
  const { requests } = state;
  if (message.kind === 'error') {
    if (method === 'initialize') state.phase = 'new';
    const isDoor = message.error.code === URL_ELICITATION_REQUIRED;
    if (!isDoor || state.allowServerRequests.has('elicitation/create')) return oneLine(text);
    refuse(state, 'server', 'mcp/server-request', 'elicitation/create');
    return writeError(id, { code: URL_ELICITATION_REQUIRED, message: 'refused: mcp/server-request' });
  }
  if (method === 'initialize') return shownInitialize(state, message);
  if (method === 'tools/list') {
    const filtered = filterTools(message.result, state.filter);
    if (filtered !== undefined) return writeResult(message.id, filtered);
    refuse(state, 'server', 'mcp/malformed', method);
    return writeRefusal(id, 'mcp/malformed');
  }
  if (fieldIn(message.result, 'task') === undefined) return oneLine(text);
  // Nobody asked for a task: what it stands for is still going on, and its end would be judged by nobody.
  refuse(state, 'server', 'mcp/task', method);
  const isStructured = requests.get(message.id)?.isStructured ?? false;
  return answerRefusal({ id: message.id, method, isStructured }, { decision: 'unknown', code: 'mcp/task' });
}

function shownInitialize(state: SessionState, { id, result }: Extract<Answer, { kind: 'result' }>): string {
  const narrowed = narrowServer(result, state.versions);
  if (narrowed === undefined) {
    state.phase = 'new';
    refuse(state, 'server', 'mcp/protocol-version', 'initialize');
    return writeRefusal(id, 'mcp/protocol-version');
  }
  state.phase = 'ready';
  state.version = String(narrowed.protocolVersion);
  const { instructions, ...rest } = narrowed;
  if (instructions === undefined) return writeResult(id, narrowed);
  // Instructions reach the model as descriptions do; the empty name is no tool's.
  const isChanged = seeDescription('', instructions, state.filter);
  return writeResult(id, isChanged && state.filter.withholdChanged ? rest : narrowed);
}

async function settleCall(state: SessionState, request: OpenRequest, message: Answer): Promise<void> {
  if (message.kind === 'error') {
    await settleRequest(state, request, outcomeOf(state, request, { error: message.error }), 'protocol-error');
    return;
  }
  const { result } = message;
  const claim = fieldIn(result, 'isError');
  const isDone = (claim === undefined || claim === false) && fieldIn(result, 'task') === undefined;
  if (isDone) await settleRequest(state, request, 'done', 'answered');
  else await settleRequest(state, request, outcomeOf(state, request, { result }), 'tool-error');
}

function outcomeOf(
  { rules }: SessionState,
  { call }: OpenRequest,
  answer: FailedCall['answer'],
): 'done' | 'failed' | 'unknown' {
  try {
    const outcome = rules.outcomeOf?.({ action: call?.action ?? '', answer });
    return outcome === 'done' || outcome === 'failed' ? outcome : 'unknown';
  } catch {
    return 'unknown';
  }
}
