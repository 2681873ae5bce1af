/** A JSON Schema (draft 2020-12), of the few keywords that the document uses. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A reference to a component. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** A closed object: every property but the optional ones is required, and there are no others. */
export function closed(
  required: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

/** A list. */
export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** A word of a few. */
export function oneOf(words: readonly string[]): JsonSchema {
  return { type: 'string', enum: words };
}

/** Or null. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** A text. */
export const TEXT: JsonSchema = { type: 'string' };

/** A truth value. */
export const FLAG: JsonSchema = { type: 'boolean' };

/** A whole number that a double holds exactly. */
export const WHOLE: JsonSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** ISO 8601, in UTC, with milliseconds. */
export const TIME: JsonSchema = { type: 'string', format: 'date-time' };

/** SHA-256, hexadecimal. */
export const DIGEST: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
