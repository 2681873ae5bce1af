import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { EgressFailed } from '../egress-refused.ts';
import type { RequestHeaders } from '../request/request-headers.ts';
import { connectionFailure } from './connect-checked.ts';
import type { Deadline } from './deadline.ts';

/** Bytes of an answer's head: Node's own default, stated. Stops endless headers (CWE-770). */
const MAX_RESPONSE_HEADER_BYTES: number = 16 * 1024;

/** One request on a connection of its own. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body?: Buffer;
}

/** The head of an answer and its body as it came over the wire. Attacker controls: all of it. */
export interface RawAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Names and values by turns, as Node gives them. */
  readonly rawHeaders: readonly string[];
  readonly encoding: string;
  readonly location?: string;
  readonly body: Buffer;
}

/**
 * Sends one request on `socket` and reads the answer whole, up to `maxBytes`. The connection is used once and ends with
 * the answer. The Host header is that of the URL. Rejects with an `EgressFailed` or the deadline's reason.
 */
export async function exchange(
  { url, method, headers, body }: ExchangeRequest,
  socket: Socket,
  maxBytes: number,
  { signal }: Deadline,
): Promise<RawAnswer> {
  const onAbort = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send({
        createConnection: () => socket,
        host: url.hostname,
        method,
        path: `${url.pathname}${url.search}`,
        headers: {
          accept: '*/*',
          'user-agent': 'bezoar-guard',
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
          host: url.host,
          connection: 'close',
          ...(body === undefined ? {} : { 'content-length': body.length }),
        },
        maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
      });
      request.on('error', reject);
      request.on('upgrade', () => reject(new EgressFailed('protocol', 'the server changes the protocol unasked')));
      request.on('response', resolve);
      request.end(body);
    });
    const received = await readWhole(message, method === 'HEAD' ? Number.POSITIVE_INFINITY : maxBytes);
    const { location, 'content-encoding': encoding } = message.headers;
    return {
      status: message.statusCode ?? 0,
      statusText: message.statusMessage ?? '',
      rawHeaders: message.rawHeaders,
      encoding: encoding?.trim().toLowerCase() || 'identity',
      ...(location === undefined ? {} : { location }),
      body: received,
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof EgressFailed ? error : connectionFailure(error);
  } finally {
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}

async function readWhole(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new EgressFailed('too-large', `the answer is larger than ${maxBytes} bytes`);
  if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause === tooLarge ? cause : new EgressFailed('cut', 'the answer ends too early', { cause });
  }
  return Buffer.concat(chunks);
}
