import { type Clock, parseUnrepeatedJson } from '@bezoar/core';
import { malformed } from '../reading/malformed.ts';
import type { Sleep } from '../waiting/sleep.ts';
import { checkStatus } from './check-status.ts';
import { connectionFault } from './connection-fault.ts';
import { readBody } from './read-body.ts';

/** What a server is asked with. */
export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Texts that an error must not hold. */
  readonly secrets: readonly string[];
  readonly fetch: typeof fetch;
  readonly sleep: Sleep;
  /** Time of day, for servers that say until when they want to be left alone. */
  readonly wallClock: Clock;
  readonly stallMs: number;
  readonly maxBytes: number;
}

/**
 * Posts JSON once and reads the JSON that is answered. Redirects are not followed: the question, and the key that goes with
 * it, are for the named server alone. Throws a `ModelError`, inside a `PassingFault` where asking again may help.
 */
// Attacker controls: the whole answer.
export async function postJson(options: PostOptions, question: unknown, signal: AbortSignal): Promise<unknown> {
  const response = await send(options, JSON.stringify(question), signal);
  await checkStatus(response, options, signal);
  const type = response.headers.get('content-type') ?? 'nothing';
  if (!isJson(type)) {
    await response.body?.cancel();
    throw malformed(`expected an answer of type \`application/json\`, got \`${type.slice(0, 80)}\``);
  }
  const bytes = await readBody(response, options, signal);
  return parse(bytes);
}

/** Whether a content type is JSON (RFC 8259, or a suffix by RFC 6839). */
export function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType);
}

async function send(options: PostOptions, body: string, signal: AbortSignal): Promise<Response> {
  const { fetch, url } = options;
  const headers = {
    ...options.headers,
    accept: 'application/json',
    'content-type': 'application/json',
    // Servers of few threads give each to a connection, and let others wait until an idle one is closed after seconds:
    // measured with llama.cpp, 12 questions at once take 6 s instead of 0.2. Only where a new connection costs little.
    ...(url.protocol === 'http:' ? { connection: 'close' } : {}),
  };
  try {
    return await fetch(url, { method: 'POST', redirect: 'manual', headers, body, signal });
  } catch (error) {
    throw connectionFault(error);
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseUnrepeatedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw malformed('expected an answer that is JSON, whole and without repeated names', cause);
  }
}
