import { describeError, type JsonLimits, type JsonObject, parseStrictJson, UsageError } from '@bezoar/core';

/** Reads a file that holds one JSON object, in which no key stands twice. Throws a `UsageError` with the code given. */
export function parseJsonObject(
  bytes: Uint8Array,
  { code, ...limits }: JsonLimits & { readonly code: string },
): JsonObject {
  let value: unknown;
  try {
    value = parseStrictJson(bytes, limits);
  } catch (cause) {
    throw new UsageError(code, describeError(cause), { cause });
  }
  if (!isJsonObject(value)) throw new UsageError(code, 'expected an object');
  return value;
}

/** Whether a value of JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
