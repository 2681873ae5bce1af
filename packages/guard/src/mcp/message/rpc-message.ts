import type { JsonValue } from '@bezoar/core/actions';

/** The id of a request (JSON-RPC 2.0, narrowed by MCP: never null, never a fraction). */
export type RpcId = string | number;

/** An object of JSON. */
export type JsonFields = { readonly [name: string]: JsonValue };

/** What an error says. */
export interface RpcFailure {
  readonly code: number;
  readonly message: string;
  readonly data?: JsonValue;
}

/** A message of the Model Context Protocol whose envelope was checked. */
export type RpcMessage =
  | { readonly kind: 'request'; readonly id: RpcId; readonly method: string; readonly params?: JsonFields }
  | { readonly kind: 'notification'; readonly method: string; readonly params?: JsonFields }
  | { readonly kind: 'result'; readonly id: RpcId; readonly result: JsonFields }
  | { readonly kind: 'error'; readonly id: RpcId | null; readonly error: RpcFailure };

/** Whether a value is an object and no list. */
export function isFields(value: JsonValue | undefined): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own field of an object; names such as `constructor` reach nothing. */
export function fieldIn(fields: JsonFields | undefined, name: string): JsonValue | undefined {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** An object without one of its fields; the object itself where it has none. */
export function withoutField(fields: JsonFields, name: string): JsonFields {
  if (!Object.hasOwn(fields, name)) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

/** A key of an id: 1 and "1" are two. */
export function idKey(id: RpcId): string {
  return JSON.stringify(id);
}
