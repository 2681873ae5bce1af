import type { McpEvent } from '../mcp-event.ts';
import { writeNotification, writeRefusal } from '../message/write-message.ts';
import { answerRefusal } from '../tools/refused-call.ts';
import type { OpenRequest } from './open-requests.ts';
import type { SessionState } from './session-state.ts';

/** Why a call has the outcome that is recorded. */
export type SettledWhy = Extract<McpEvent, { type: 'call-settled' }>['why'];

/** Records what came of a request and forgets it. Never rejects: what could not be recorded stays held, and is told. */
export async function settleRequest(
  { gate, requests, emit }: SessionState,
  request: OpenRequest,
  outcome: 'done' | 'failed' | 'unknown',
  why: SettledWhy,
): Promise<void> {
  clearTimeout(request.timer);
  // INVARIANT: it stays among the open ones until it is recorded, which bounds what is being recorded.
  request.state = 'settling';
  const { call } = request;
  if (call !== undefined) {
    const isRecorded = await gate.settle(call.decision, outcome);
    const { reservation } = call.decision;
    const of = reservation === undefined ? {} : { reservation };
    emit({ type: 'call-settled', action: call.action, outcome, why, ...of, isRecorded });
  }
  requests.close(request, why === 'answered' || why === 'tool-error' || why === 'protocol-error');
}

/** Gives a request up whose answer will not come, and returns what the client is told. */
export async function loseRequest(state: SessionState, request: OpenRequest, why: 'timeout' | 'lost'): Promise<string> {
  await settleRequest(state, request, 'unknown', why);
  if (request.method === 'initialize') state.phase = state.phase === 'initializing' ? 'new' : state.phase;
  return request.call === undefined
    ? writeRefusal(request.id, 'mcp/lost')
    : answerRefusal(request, { decision: 'unknown', code: 'guard/outcome-unknown' });
}

/** Gives a request up when it has waited too long: both sides are told. */
export function startTimer(state: SessionState, request: OpenRequest): void {
  request.timer = setTimeout(() => {
    if (request.state !== 'sent') return;
    if (request.method !== 'initialize') {
      const params = { requestId: request.id, reason: 'timeout' };
      state.push({ to: 'server', message: writeNotification('notifications/cancelled', params) });
    }
    void loseRequest(state, request, 'timeout').then((message) =>
      state.push({ to: 'client', message, id: request.id }),
    );
  }, state.limits.requestMs);
  request.timer.unref();
}
