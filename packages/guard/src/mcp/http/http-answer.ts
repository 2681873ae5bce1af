import type { McpRefusal } from '../mcp-event.ts';
import { writeRefusal } from '../message/write-message.ts';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A response with one JSON-RPC message. */
export function jsonAnswer(message: string, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(message, { status, headers: { ...HEADERS, 'content-type': 'application/json', ...headers } });
}

/** A response that refuses a request of HTTP itself. Its text names no reason that an outsider could use. */
export function refusedAnswer(
  status: number,
  code: McpRefusal,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return jsonAnswer(writeRefusal(null, code), status, headers);
}

/** A response without a body. */
export function emptyAnswer(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

/** A response that is a stream of events. */
export function streamAnswer(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { status: 200, headers: { ...HEADERS, 'content-type': 'text/event-stream' } });
}
