/** A parsed JSON object. Attacker controls: its names and values. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed JSON value is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An object's own field, or undefined. Inherited names are never read, so that a record without a `constructor` or
 * `__proto__` of its own has none (CWE-1321).
 */
export function ownField(object: JsonObject, name: string): unknown {
  const value = object[name];
  // Most fields are absent, and then there is nothing to tell apart.
  return value === undefined || Object.hasOwn(object, name) ? value : undefined;
}

/** An own field that is a string, or undefined. */
export function ownText(object: JsonObject, name: string): string | undefined {
  const value = ownField(object, name);
  return typeof value === 'string' ? value : undefined;
}
