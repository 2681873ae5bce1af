import { malformed } from './malformed.ts';

/** An object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object, or a `ModelError` that names the place. */
export function readFields(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw mistaken(value, 'an object', place);
}

/** A list. */
export function readList(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw mistaken(value, 'a list', place);
}

/** A text. */
export function readText(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw mistaken(value, 'a text', place);
}

/** A count of something: an integer from 0. */
export function readCount(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw mistaken(value, 'a count', place);
}

/** What `read` gives, or nothing where there is no value: absent and `null` mean the same to servers. */
export function readOptional<T>(
  value: unknown,
  place: string,
  read: (value: unknown, place: string) => T,
): T | undefined {
  return value === undefined || value === null ? undefined : read(value, place);
}

function mistaken(value: unknown, expected: string, place: string): Error {
  return malformed(`expected \`${place}\` to be ${expected}, got ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number' ? `the number ${value}` : `a value of type ${typeof value}`;
}
