import { canonicalJson, type JsonValue } from '@bezoar/core/actions';
import type { McpRefusal } from '../mcp-event.ts';
import type { JsonFields, RpcFailure, RpcId } from './rpc-message.ts';

/** Codes of JSON-RPC 2.0, section 5.1, and one of the range that it leaves to implementations. */
export const RPC_CODES = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  denied: -32010,
} as const;

const CODE_OF: Partial<Record<McpRefusal, number>> = {
  'mcp/not-json': RPC_CODES.parse,
  'mcp/not-utf8': RPC_CODES.parse,
  'mcp/params': RPC_CODES.invalidParams,
  'mcp/server-request': RPC_CODES.methodNotFound,
  'mcp/task': RPC_CODES.invalidParams,
  'mcp/unknown-method': RPC_CODES.methodNotFound,
  'mcp/lost': RPC_CODES.internal,
};

/** A request with exactly these parameters, as canonical JSON. */
export function writeRequest(id: RpcId, method: string, params: JsonFields | undefined): string {
  return oneLine(canonicalJson({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }));
}

/** A notification, as canonical JSON. */
export function writeNotification(method: string, params: JsonFields | undefined): string {
  return oneLine(canonicalJson({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }));
}

/** The answer to a request. */
export function writeResult(id: RpcId, result: JsonFields): string {
  return oneLine(canonicalJson({ jsonrpc: '2.0', id, result }));
}

/** An error. Without an id where the request had none that may be answered. */
export function writeError(id: RpcId | null, error: RpcFailure): string {
  return oneLine(canonicalJson({ jsonrpc: '2.0', id, error }));
}

/** The error that a refusal is answered with; its text names the code and quotes nothing. */
export function writeRefusal(id: RpcId | null, code: McpRefusal, data?: JsonValue): string {
  const failure = { code: CODE_OF[code] ?? RPC_CODES.invalidRequest, message: `refused: ${code}` };
  return writeError(id, data === undefined ? failure : { ...failure, data });
}

/**
 * The same JSON on one line for every reader: some also end a line at a carriage return, at U+0085 or at U+2028, and would
 * find a second message inside the first. White space becomes spaces, the others escapes; numbers stay as they were written.
 */
// INVARIANT: the text is JSON, so that control characters below U+0020 stand between tokens and the others in strings.
export function oneLine(json: string): string {
  if (!/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(json)) return json;
  return json
    .replace(/[\u0000-\u001f]+/g, ' ')
    .replace(/[\u007f-\u009f\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
