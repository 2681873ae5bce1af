import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { checkAddress, checkLiteralAddress, guardedLookup } from './address/guarded-lookup.ts';
import { connectionFault, FetchFault, lasting, passing } from './fetch-failure.ts';
import type { WebEnvironment } from './web-environment.ts';

/** Bytes of an answer's head. Node's own limit is 16 KiB, which a few large cookies exceed; stops endless headers (CWE-770). */
const MAX_HEADER_BYTES: number = 64 * 1024;

/** The head of an answer, and its body not yet read. */
export interface OpenResponse {
  readonly url: URL;
  readonly status: number;
  /** A header's value; several are joined with `, `. Attacker controls: all of them. */
  header(name: string): string | undefined;
  readonly message: IncomingMessage;
  /** Lets go of the connection. */
  close(): void;
}

/**
 * Asks for one URL, once, on a connection of its own: no redirect is followed and no proxy is used. Rejects with a
 * `FetchFault`, or with the signal's reason.
 */
export async function openResponse(
  url: URL,
  headers: Readonly<Record<string, string>>,
  environment: WebEnvironment,
): Promise<OpenResponse> {
  const { allowPrivate, limits, signal, userAgent } = environment;
  signal?.throwIfAborted();
  checkLiteralAddress(url, environment);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      agent: false,
      headers: {
        // Identity: what is digested is then what is sent. Encoded answers are decoded all the same.
        'accept-encoding': 'identity',
        accept: '*/*',
        'user-agent': userAgent,
        ...headers,
      },
      lookup: guardedLookup(environment),
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    let isSettled = false;
    const onAbort = (): void => fail(signal?.reason);
    const connectTimer = setTimeout(
      () => fail(passing('timeout', `no connection within ${limits.connectMs} ms`)),
      limits.connectMs,
    );
    const headTimer = setTimeout(
      () => fail(passing('timeout', `no answer within ${limits.headersMs} ms`)),
      limits.headersMs,
    );
    const settle = (): void => {
      isSettled = true;
      clearTimeout(connectTimer);
      clearTimeout(headTimer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      if (isSettled) return;
      settle();
      request.destroy();
      reject(signal?.aborted === true ? signal.reason : error instanceof FetchFault ? error : connectionFault(error));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    request.on('error', fail);
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        clearTimeout(connectTimer);
        try {
          // INVARIANT: whatever led here, bytes are only taken from an address that may be asked.
          if (!allowPrivate) checkAddress(socket.remoteAddress ?? '');
        } catch (error) {
          fail(error);
        }
      });
    });
    request.on('upgrade', (_message, socket) => {
      socket.destroy();
      fail(lasting('protocol', 'the server changes the protocol unasked'));
    });
    request.on('response', (message) => {
      if (isSettled) return message.destroy();
      settle();
      // Errors of a body that nobody reads any more must not end the process.
      message.on('error', () => undefined);
      resolve({
        url,
        status: message.statusCode ?? 0,
        header: (name) => {
          const value = message.headers[name];
          return Array.isArray(value) ? value.join(', ') : value;
        },
        message,
        close: () => {
          message.destroy();
        },
      });
      return undefined;
    });
    request.end();
  });
}
