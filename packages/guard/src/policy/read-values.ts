import { type Fault, readObject } from './json-reader.ts';

/** Reads a map from names to texts, numbers and truth values. */
export function readValues(
  value: unknown,
  path: string,
  fault: Fault,
): ReadonlyMap<string, string | number | boolean> | undefined {
  if (readObject(value, path, fault) === undefined) return undefined;
  const values = new Map<string, string | number | boolean>();
  for (const [key, item] of Object.entries(value as object) as [string, unknown][]) {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') values.set(key, item);
    else fault(`${path}.${key}`, 'a text, a number, true or false', item);
  }
  return values;
}
