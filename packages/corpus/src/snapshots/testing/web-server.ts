import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '@bezoar/core';
import { type FetchLimits, fetchLimits } from '../web/fetch-limits.ts';
import type { WebEnvironment } from '../web/web-environment.ts';

/** A web server on this machine that does what a test tells it. */
export interface TestServer {
  readonly origin: string;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
  /** Headers of each request. */
  readonly headers: IncomingMessage['headers'][];
  close(): Promise<void>;
}

/** What a path answers; called with the number of times it was asked for before. */
export type Answer = (response: ServerResponse, request: IncomingMessage, times: number) => void;

/** Starts a server. A path without an answer is 404. */
export async function startServer(answers: Readonly<Record<string, Answer>>): Promise<TestServer> {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const times = asked.filter((one) => one === path).length;
    asked.push(path);
    headers.push(request.headers);
    const answer = answers[path];
    if (answer === undefined) response.writeHead(404).end('not here');
    else answer(response, request, times);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** An environment without waiting: `slept` gathers the milliseconds that would have been slept. */
export function testEnvironment(
  limits: Partial<FetchLimits> = {},
  overrides: Partial<WebEnvironment> = {},
): WebEnvironment & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    clock: () => Date.parse('2026-11-21T12:00:00Z'),
    sleep: async (ms) => {
      slept.push(ms);
    },
    random: seededRandom(1),
    limits: fetchLimits(limits),
    userAgent: 'bezoar/test',
    allowPrivate: true,
    slept,
    ...overrides,
  };
}
