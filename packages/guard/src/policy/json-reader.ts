/** Reports that something at a path is not what was expected. */
export type Fault = (path: string, expected: string, got: unknown) => void;

/** An own, plain object of JSON, by path; whatever is not read is a fault, so that nothing is ignored in silence. */
export interface ObjectReader {
  readonly path: string;
  /** The field's value; undefined where it is absent. */
  take(key: string): unknown;
  /** Reports the fields that nobody took. */
  end(): void;
}

/** Reads an object; undefined, with a fault, where it is none. */
export function readObject(value: unknown, path: string, fault: Fault): ObjectReader | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault(path, 'an object', value);
    return undefined;
  }
  const rest = new Map(Object.entries(value));
  return {
    path,
    take: (key) => {
      const item = rest.get(key);
      rest.delete(key);
      return item;
    },
    end: () => {
      for (const [key, item] of rest) fault(`${path}.${key}`, 'no such field', item);
    },
  };
}

/** Reads a list with `item`; faulty items are reported and left out. Absent: empty. */
export function readList<T>(
  value: unknown,
  path: string,
  fault: Fault,
  item: (value: unknown, path: string) => T | undefined,
): T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    fault(path, 'a list', value);
    return [];
  }
  return value.flatMap((one: unknown, index): T[] => {
    const read = item(one, `${path}[${index}]`);
    return read === undefined ? [] : [read];
  });
}

/** Reads a non-empty text. */
export function readText(value: unknown, path: string, fault: Fault): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  fault(path, 'a text', value);
  return undefined;
}

/** Reads a whole number from `min` to `max`. */
export function readWhole(value: unknown, path: string, fault: Fault, min: number, max: number): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  fault(path, `a whole number from ${min} to ${max}`, value);
  return undefined;
}

/** Reads one of a few words. */
export function readChoice<T extends string>(
  value: unknown,
  path: string,
  fault: Fault,
  choices: readonly T[],
): T | undefined {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) fault(path, `one of ${choices.join(', ')}`, value);
  return found;
}

/** Reads true or false. */
export function readBoolean(value: unknown, path: string, fault: Fault): boolean | undefined {
  if (typeof value === 'boolean') return value;
  fault(path, 'true or false', value);
  return undefined;
}
