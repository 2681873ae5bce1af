import { type JsonValue, parseUnrepeatedJson } from '@bezoar/core/actions';
import type { McpRefusal } from '../mcp-event.ts';
import { MAX_ID_LENGTH } from '../mcp-limits.ts';
import { fieldIn, isFields, type JsonFields, type RpcId, type RpcMessage } from './rpc-message.ts';

/** A message with its text, or why it is none; then with its id, where that could be read. */
export type ReadMessage =
  | { readonly message: RpcMessage; readonly text: string }
  | { readonly fault: McpRefusal; readonly id: RpcId | null };

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Which fields each kind of message has, and no others. */
const ENVELOPES: readonly (readonly string[])[] = [
  ['id', 'jsonrpc', 'method', 'params'],
  ['id', 'jsonrpc', 'method'],
  ['jsonrpc', 'method', 'params'],
  ['jsonrpc', 'method'],
  ['id', 'jsonrpc', 'result'],
  ['error', 'id', 'jsonrpc'],
  // MCP 2025-11-25 lets an error go without an id, where the request had none that could be read.
  ['error', 'jsonrpc'],
];

/**
 * Reads one JSON-RPC message so strictly that no other reader can take it for something else: UTF-8 without a mark, no
 * name twice, no field that its kind does not have, no batch (MCP had them in 2025-03-26 only). Never throws.
 */
// Attacker controls: every byte, on both sides.
export function readMessage(bytes: Uint8Array): ReadMessage {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return { fault: 'mcp/not-utf8', id: null };
  }
  let value: JsonValue;
  try {
    value = parseUnrepeatedJson(text) as JsonValue;
  } catch {
    // Also a text that exhausts the parser's stack: undecided is never passed on.
    return { fault: 'mcp/not-json', id: null };
  }
  if (Array.isArray(value)) return { fault: 'mcp/batch', id: null };
  if (!isFields(value)) return { fault: 'mcp/malformed', id: null };
  const message = messageOf(value);
  return typeof message === 'string' ? { fault: message, id: idOf(value) ?? null } : { message, text };
}

function messageOf(value: JsonFields): RpcMessage | McpRefusal {
  const names = Object.keys(value).sort().join();
  if (fieldIn(value, 'jsonrpc') !== '2.0' || !ENVELOPES.some((fields) => fields.join() === names)) {
    return 'mcp/malformed';
  }
  const id = idOf(value);
  if (Object.hasOwn(value, 'error')) return errorOf(value, id);
  if (Object.hasOwn(value, 'id') && id === undefined) return 'mcp/id';
  if (Object.hasOwn(value, 'result')) {
    const result = fieldIn(value, 'result');
    return id === undefined || !isFields(result) ? 'mcp/malformed' : { kind: 'result', id, result };
  }
  const method = fieldIn(value, 'method');
  const params = fieldIn(value, 'params');
  if (typeof method !== 'string' || (params !== undefined && !isFields(params))) return 'mcp/malformed';
  const call = { method, ...(params === undefined ? {} : { params }) };
  return id === undefined ? { kind: 'notification', ...call } : { kind: 'request', id, ...call };
}

function errorOf(value: JsonFields, id: RpcId | undefined): RpcMessage | McpRefusal {
  const error = fieldIn(value, 'error');
  if (!isFields(error)) return 'mcp/malformed';
  const { code, message, ...rest } = error;
  if (!Number.isSafeInteger(code) || typeof message !== 'string') return 'mcp/malformed';
  if (Object.keys(rest).some((name) => name !== 'data')) return 'mcp/malformed';
  const given = fieldIn(value, 'id');
  if (id === undefined && given !== undefined && given !== null) return 'mcp/id';
  const failure = { code: code as number, message, ...(rest.data === undefined ? {} : { data: rest.data }) };
  return { kind: 'error', id: id ?? null, error: failure };
}

function idOf(value: JsonFields): RpcId | undefined {
  const id = fieldIn(value, 'id');
  if (typeof id === 'number' && Number.isSafeInteger(id)) return Object.is(id, -0) ? 0 : id;
  return typeof id === 'string' && id.length <= MAX_ID_LENGTH ? id : undefined;
}
