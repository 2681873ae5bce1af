import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HostAddress, ResolveHost } from '../exchange/resolve-checked.ts';
import type { SelfSigned } from './self-signed.test-support.ts';

/** A request as a server got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** What SNI named, over TLS. */
  readonly serverName?: string;
}

/** A server on loopback that notes what it is asked. */
export interface Loopback {
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** Answers one request. */
export type Answer = (response: ServerResponse, request: Received) => void;

/** Starts a server; with a certificate it speaks TLS. */
export async function startLoopback(answer: Answer, tls?: SelfSigned): Promise<Loopback> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const serverName = 'servername' in request.socket ? String(request.socket.servername) : undefined;
      const body = Buffer.concat(chunks).toString();
      const one = { method, url, headers, body, ...(serverName === undefined ? {} : { serverName }) };
      received.push(one);
      answer(response, one);
    });
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer({ cert: tls.certificate, key: tls.key }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A name service that gives the same answer for every name, and notes what it is asked. */
export function fakeResolve(...addresses: readonly string[]): ResolveHost & { readonly asked: string[] } {
  const asked: string[] = [];
  const resolve = async (host: string): Promise<readonly HostAddress[]> => {
    asked.push(host);
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
}

/** Redirects. */
export function redirectTo(location: string, status = 302): Answer {
  return (response) => response.writeHead(status, { location }).end();
}
