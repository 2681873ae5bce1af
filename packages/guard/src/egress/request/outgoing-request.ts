import type { EgressLimits } from '../egress-limits.ts';
import { EgressRefused } from '../egress-refused.ts';
import { type Deadline, withinDeadline } from '../exchange/deadline.ts';
import { checkRequestHeaders, type RequestHeaders } from './request-headers.ts';

/** A request as a tool meant it, its body read whole. */
export interface OutgoingRequest {
  /** As it was written; checked by nobody yet. */
  readonly url: string;
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body?: Buffer;
  readonly redirect: 'follow' | 'error' | 'manual';
}

/** Stands where `Request` wants an address: ours is checked as it was written, before anything parses it. */
const NO_ADDRESS = 'https://request.invalid/';

/** What `fetch` takes, read by the platform's own rules: methods, kinds of body, header syntax. Throws an `EgressRefused`. */
export function platformRequest(input: string | URL | Request, init: RequestInit | undefined): Request {
  try {
    const { signal: _, ...rest } = init ?? {};
    return new Request(input instanceof Request ? input : NO_ADDRESS, rest);
  } catch {
    // The platform's message quotes header values, which may be secrets.
    throw new EgressRefused('malformed-request', 'the method, a header or the body is not what `fetch` takes');
  }
}

/**
 * Reads and checks what does not depend on the destination. Rejects with an `EgressRefused`, or as the deadline says.
 * Attacker controls: the URL and the body, where a tool puts arguments into them.
 */
export async function readOutgoingRequest(
  input: string | URL | Request,
  init: RequestInit | undefined,
  limits: EgressLimits,
  deadline: Deadline,
): Promise<OutgoingRequest> {
  const url = typeof input === 'string' ? input : input instanceof Request ? input.url : String(input);
  const request = platformRequest(input, init);
  if (request.integrity !== '') {
    throw new EgressRefused('malformed-request', 'a subresource digest is not checked here, so it cannot be asked for');
  }
  const headers = checkRequestHeaders(request.headers, limits.requestHeaderBytes);
  const body = request.body === null ? undefined : await readBody(request.body, limits.requestBodyBytes, deadline);
  const { method, redirect } = request;
  return { url, method, headers, redirect, ...(body === undefined ? {} : { body }) };
}

async function readBody(stream: ReadableStream<Uint8Array>, maxBytes: number, deadline: Deadline): Promise<Buffer> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await withinDeadline(reader.read(), deadline);
      if (done) return Buffer.concat(chunks);
      bytes += value.byteLength;
      if (bytes > maxBytes) throw new EgressRefused('oversized-body', `at most ${maxBytes} bytes of body, got more`);
      chunks.push(value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
