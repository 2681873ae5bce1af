import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { problemResponse } from './problem.ts';

/** The origin of the URLs that a handler sees: the real one is in a header that the caller writes, and proves nothing. */
export const LISTENER_ORIGIN = 'http://service.invalid';

/**
 * A fetch-style handler as a listener of `node:http`, and so of Express, Fastify (`request.raw`, `reply.raw`) and the
 * like. Mount it before a body parser: a body that somebody has read already is answered with 503 and nothing happens.
 * What the handler throws is answered with 503 as well, without saying what.
 */
export function nodeListener(
  handler: (request: Request) => Promise<Response>,
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const aborted = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) aborted.abort();
    });
    await send(await answer(handler, incoming, aborted.signal), outgoing);
  };
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<Response> {
  const { method = 'GET' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  if (hasBody && incoming.readableDidRead) return problemResponse(503, ['the body was read before the guard']);
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headersDistinct)) headers.set(name, (value ?? []).join(', '));
    const body = hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {};
    const path = incoming.url?.startsWith('/') ? incoming.url : '/';
    const url = new URL(LISTENER_ORIGIN + path);
    return await handler(new Request(url, { method, headers, signal, ...body } as RequestInit));
  } catch {
    return problemResponse(503, ['the service failed']);
  }
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const headers = [...response.headers].filter(([name]) => name !== 'set-cookie').flat();
  const cookies = response.headers.getSetCookie().flatMap((cookie) => ['set-cookie', cookie]);
  outgoing.writeHead(response.status, [...headers, ...cookies]);
  if (response.body === null) {
    outgoing.end();
    return;
  }
  // Part by part: an event stream has no end to wait for.
  outgoing.flushHeaders();
  await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing).catch(() => outgoing.destroy());
}
