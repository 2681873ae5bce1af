/** An own field of an object, or of the single object in a list; `a.b` reaches into nested objects. Undefined: not there. */
export function fieldOf(value: unknown, path: string): unknown {
  let current: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
