import type { RpcId } from '../message/rpc-message.ts';
import { emptyAnswer, jsonAnswer, refusedAnswer, streamAnswer } from './http-answer.ts';
import { bodyOf, lostAnswer, type Relay, relayedEvents, singleAnswer, startWaiting } from './relay.ts';
import { formOf, upstreamSessionId } from './upstream.ts';

/** Sends what no answer is expected to: a notification, or an answer of the client. Never rejects. */
export async function postOneWay({ entry, upstream }: Relay, body: string, onGone: () => void): Promise<Response> {
  try {
    const response = await upstream({ method: 'POST', session: entry, body, signal: entry.ended.signal });
    await response.body?.cancel();
    if (response.ok) return emptyAnswer(202);
    if (response.status === 404) onGone();
    return refusedAnswer(response.status === 404 ? 404 : 502, 'mcp/lost');
  } catch {
    return refusedAnswer(502, 'mcp/lost');
  }
}

/** Sends `initialize` and waits for its one answer; the server's id for the session is kept from the client. Never rejects. */
export async function postInitialize(relay: Relay, body: string, id: RpcId): Promise<string> {
  const { entry, upstream } = relay;
  const waiting = startWaiting(entry, id);
  try {
    const response = await upstream({ method: 'POST', session: entry, body, signal: waiting.signal });
    const upstreamId = upstreamSessionId(response);
    if (upstreamId !== undefined) entry.upstreamId = upstreamId;
    return await singleAnswer(relay, response, waiting);
  } catch {
    return lostAnswer(entry, waiting);
  } finally {
    waiting.stop();
  }
}

/**
 * Sends a request and relays its answer, as one message or as a stream of events. Whatever else the server does, the
 * outcome is unknown. `onGone` is called where the server does not know the session any more. Never rejects.
 */
export async function postRequest(relay: Relay, body: string, id: RpcId, onGone: () => void): Promise<Response> {
  const { entry, upstream } = relay;
  const waiting = startWaiting(entry, id);
  let response: Response;
  try {
    response = await upstream({ method: 'POST', session: entry, body, signal: waiting.signal });
  } catch {
    const message = await lostAnswer(entry, waiting);
    waiting.stop();
    return jsonAnswer(message);
  }
  if (formOf(response) === 'events') {
    return streamAnswer(bodyOf(relayedEvents(relay, response.body!, waiting), waiting.stop));
  }
  const message = await singleAnswer(relay, response, waiting);
  waiting.stop();
  if (response.status === 404) onGone();
  return jsonAnswer(message, response.status === 404 ? 404 : 200);
}
