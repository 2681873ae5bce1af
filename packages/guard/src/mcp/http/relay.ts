import { idKey, type RpcId } from '../message/rpc-message.ts';
import { writeRefusal } from '../message/write-message.ts';
import type { Outgoing } from '../session/session-state.ts';
import { readEvents, writeEvent } from './event-stream.ts';
import { MAX_REPLIES } from './http-limits.ts';
import { readBody } from './read-body.ts';
import { type ProxySession, rememberEvent } from './session-table.ts';
import { formOf, type Upstream } from './upstream.ts';

/** What relaying takes. */
export interface Relay {
  readonly entry: ProxySession;
  readonly upstream: Upstream;
  /** Of one message of the server. */
  readonly maxBytes: number;
}

/** A request that waits for its answer. */
export interface Waiting {
  readonly id: RpcId;
  /** What answers it in the server's place: after a timeout, a cancellation, or when the session ends. */
  message(): string | undefined;
  /** Aborted when that is given. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** Waits for the answer to a request. */
export function startWaiting({ waiting }: ProxySession, id: RpcId): Waiting {
  const abort = new AbortController();
  let given: string | undefined;
  waiting.set(idKey(id), (message) => {
    given = message;
    abort.abort();
  });
  return { id, message: () => given, signal: abort.signal, stop: () => waiting.delete(idKey(id)) };
}

/** What the client is told where the server's answer will not come. Never rejects. */
export async function lostAnswer({ session }: ProxySession, { id, message }: Waiting): Promise<string> {
  const lost = await session.lose(id);
  return lost?.message ?? message() ?? writeRefusal(id, 'mcp/lost');
}

/** Sends the server a message that answers its own, such as the refusal of a request; too many at once are dropped. */
export function replyUpstream({ entry, upstream }: Relay, body: string): void {
  if (entry.replies >= MAX_REPLIES) return;
  entry.replies += 1;
  void upstream({ method: 'POST', session: entry, body, signal: entry.ended.signal })
    .then((response) => response.body?.cancel())
    .catch(() => undefined)
    .finally(() => {
      entry.replies -= 1;
    });
}

/** The one message that answers a request, of the server or in its place. Never rejects. */
export async function singleAnswer(relay: Relay, response: Response, waiting: Waiting): Promise<string> {
  const { entry, maxBytes } = relay;
  try {
    if (formOf(response) === 'json') {
      const bytes = await readBody(response.body, maxBytes);
      const answer = bytes === undefined ? undefined : await judged(relay, bytes);
      if (isAnswerTo(answer, waiting.id)) return answer.message;
    } else if (formOf(response) === 'events') {
      for await (const { type, data } of readEvents(response.body!, maxBytes)) {
        const answer = type === 'message' && data !== '' ? await judged(relay, Buffer.from(data)) : undefined;
        if (isAnswerTo(answer, waiting.id)) return answer.message;
      }
    } else {
      await response.body?.cancel();
    }
  } catch {
    // It broke: the answer is lost.
  }
  return lostAnswer(entry, waiting);
}

/**
 * What passes of a server's stream, event by event; where it answers a request, until that is answered. A stream that
 * ends before is taken up again by the client where its events had ids; otherwise the answer is lost. Never rejects.
 */
export async function* relayedEvents(
  relay: Relay,
  body: ReadableStream<Uint8Array>,
  waiting?: Waiting,
): AsyncGenerator<string> {
  const { entry, maxBytes } = relay;
  let isResumable = false;
  try {
    for await (const { type, data, id, retryMs } of readEvents(body, maxBytes)) {
      const from = { ...(id === undefined ? {} : { id }), ...(retryMs === undefined ? {} : { retryMs }) };
      if (id !== undefined) rememberEvent(entry, id);
      isResumable ||= id !== undefined;
      // An event of another type, such as `endpoint` of the old transport, is none of this protocol.
      const isMessage = type === 'message' && data !== '';
      const passed = isMessage ? await judged(relay, Buffer.from(data)) : undefined;
      if (passed !== undefined) yield writeEvent({ data: passed.message, ...from });
      else if (id !== undefined) yield writeEvent({ data: '', ...from });
      if (waiting !== undefined && isAnswerTo(passed, waiting.id)) return;
    }
  } catch {
    // It broke, which is an end like any other.
  }
  if (waiting === undefined || (isResumable && entry.session.isOpen(waiting.id))) return;
  yield writeEvent({ data: await lostAnswer(entry, waiting) });
}

/**
 * A body that is pulled from events. A client that goes away does not stop the reading, since the outcome is still wanted,
 * unless `onCancel` stops it. `onEnd` is called once.
 */
export function bodyOf(
  events: AsyncGenerator<string>,
  onEnd: () => void,
  onCancel?: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isEnded = false;
  const end = (): void => {
    if (!isEnded) onEnd();
    isEnded = true;
  };
  const drain = async (): Promise<void> => {
    for (;;) if ((await events.next()).done === true) return;
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await events.next();
        if (done === true) {
          end();
          controller.close();
        } else {
          controller.enqueue(encoder.encode(value));
        }
      },
      cancel: () => {
        onCancel?.();
        void drain().finally(end);
      },
    },
    { highWaterMark: 0 },
  );
}

/** A message of the server that passes to the client; what it is answered with is sent. */
async function judged(relay: Relay, bytes: Uint8Array): Promise<Outgoing | undefined> {
  const outgoing = await relay.entry.session.fromServer(bytes);
  if (outgoing?.to !== 'server') return outgoing;
  replyUpstream(relay, outgoing.message);
  return undefined;
}

function isAnswerTo(outgoing: Outgoing | undefined, id: RpcId): outgoing is Outgoing & { id: RpcId } {
  return outgoing?.id !== undefined && idKey(outgoing.id) === idKey(id);
}
