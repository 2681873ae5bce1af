import { type Destination, fixedClock } from '@bezoar/core';
import { createEgressFetch, type EgressOptions, type EgressRefusalEvent } from '../egress-fetch.ts';
import { EgressFailed, EgressRefused } from '../egress-refused.ts';
import { type Answer, type Loopback, startLoopback } from './loopback.test-support.ts';
import type { SelfSigned } from './self-signed.test-support.ts';

const running: Loopback[] = [];

/** Starts a server that `stopServers` stops. */
export async function serve(answer: Answer, tls?: SelfSigned): Promise<Loopback> {
  const server = await startLoopback(answer, tls);
  running.push(server);
  return server;
}

/** For `afterEach`. */
export async function stopServers(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

/** Answers 200 with a word. */
export const ok: Answer = (response) => response.end('reached');

/** A destination on `origin`: any path below `/v1/`, GET and POST, the parameter `q`. */
export function destinationOn(origin: string, overrides: Partial<Destination> = {}): Destination {
  return { url: `${origin}/v1/*`, methods: ['GET', 'POST'], query: ['q'], ...overrides };
}

/** What came of a request, in one text: the body of the answer, or the reason of the refusal or failure. */
export async function outcomeOf(
  options: EgressOptions,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<{
  readonly outcome: string;
  readonly refusals: readonly EgressRefusalEvent[];
  readonly response?: Response;
}> {
  const refusals: EgressRefusalEvent[] = [];
  const fetch = createEgressFetch({ clock: fixedClock(0), onRefusal: (event) => refusals.push(event), ...options });
  try {
    const response = await fetch(input, init);
    return { outcome: await response.clone().text(), refusals, response };
  } catch (error) {
    if (error instanceof EgressRefused || error instanceof EgressFailed) return { outcome: error.reason, refusals };
    throw error;
  }
}
