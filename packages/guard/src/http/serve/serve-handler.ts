import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BezoarError } from '@bezoar/core/actions';
import type { GuardMode } from '../../decision/guard-mode.ts';
import { denialBody, HttpFault } from '../answer/http-fault.ts';
import { jsonAnswer } from '../answer/json-answer.ts';
import type { GuardHandler } from '../create-guard-handler.ts';
import { type BodyReader, readerOf } from './body-reader.ts';
import { answerParserFault } from './parser-fault.ts';
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from './server-limits.ts';
import { toRequest } from './to-request.ts';

/** Where and how a handler is served. */
export interface ServeOptions {
  /** Address to bind; default `127.0.0.1`. Tokens travel in the clear: anything but loopback needs TLS in front of it. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Aborted: closes gracefully. */
  readonly signal?: AbortSignal;
  /** The guard's, for answers to what never reaches the handler. Default `enforce`. */
  readonly mode?: GuardMode;
  /** Each of them; default `DEFAULT_SERVER_LIMITS`. */
  readonly limits?: Partial<ServerLimits>;
}

/** A server that listens. */
export interface ServedHandler {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`. */
  readonly url: string;
  /** Resolves when the last connection is closed, by `signal` or by `close`. */
  readonly closed: Promise<void>;
  /** Takes no new connection, lets running requests end within `closeMs`, and then closes what is left. */
  close(): Promise<void>;
}

/** Serves a handler over `node:http`. Rejects with `guard/not-listening` where the address cannot be bound. */
export async function serveHandler(handler: GuardHandler, options: ServeOptions): Promise<ServedHandler> {
  const { host = '127.0.0.1', port, signal, mode = 'enforce' } = options;
  const limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
  let inFlight = 0;
  let isClosing = false;

  const answer = async (incoming: IncomingMessage, body: BodyReader): Promise<Response> => {
    try {
      if (inFlight > limits.maxInFlight)
        throw new HttpFault(503, 'guard/overloaded', 'too much is in flight', { 'retry-after': '1' });
      return await handler(toRequest(incoming, body));
    } catch (error) {
      const fault =
        error instanceof HttpFault ? error : new HttpFault(500, 'guard/internal', 'the guard itself failed');
      return jsonAnswer({ status: fault.status, body: denialBody(fault, mode), headers: fault.headers }, mode);
    }
  };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    inFlight += 1;
    try {
      const body = readerOf(incoming);
      const response = await answer(incoming, body);
      // An unread body in front of the next request is closed with a reset, which can overtake the answer.
      const isWhole =
        incoming.complete && incoming.readableLength === 0 ? true : await body.drop(limits.maxDroppedBytes);
      await write(outgoing, response, isClosing || !isWhole);
    } finally {
      inFlight -= 1;
    }
  };

  const server = createServer(
    {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.max(10, Math.min(1_000, limits.headersMs / 2)),
      insecureHTTPParser: false,
    },
    (incoming, outgoing) => {
      serve(incoming, outgoing).catch(() => outgoing.destroy());
    },
  );
  server.maxConnections = limits.maxConnections;
  server.maxRequestsPerSocket = limits.maxRequestsPerConnection;
  // The size of a head bounds them. A maximum would drop the last ones without a word, an Origin among them.
  server.maxHeadersCount = 0;
  server.setTimeout(limits.socketMs, (socket) => socket.destroy());
  server.on('clientError', (error, socket) => answerParserFault(error, socket, mode));
  await listen(server, host, port);
  const bound = server.address() as AddressInfo;

  const closed = new Promise<void>((resolve) => {
    server.once('close', () => resolve());
  });
  const close = async (): Promise<void> => {
    if (!isClosing) {
      isClosing = true;
      signal?.removeEventListener('abort', onAbort);
      const timer = setTimeout(() => server.closeAllConnections(), limits.closeMs);
      server.close(() => clearTimeout(timer));
      server.closeIdleConnections();
    }
    await closed;
  };
  const onAbort = (): void => {
    void close();
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  return {
    host,
    port: bound.port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    closed,
    close,
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  }).catch((cause: unknown) => {
    throw new BezoarError('guard/not-listening', `expected to listen on \`${host}\`, port ${port}`, { cause });
  });
}

async function write(outgoing: ServerResponse, response: Response, isLast: boolean): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  if (outgoing.destroyed) return;
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) headers[name] = value;
  outgoing.writeHead(response.status, {
    ...headers,
    'content-length': String(body.byteLength),
    ...(isLast ? { connection: 'close' } : {}),
  });
  outgoing.end(body);
}
