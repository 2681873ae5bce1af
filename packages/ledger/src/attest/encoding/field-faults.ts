import type { JsonObject } from '@bezoar/core';

/** What is wrong with a document, each fault with the path at which it stands. Filled by the checks below. */
export type Faults = string[];

/** Faults that a message lists; the rest are counted. Keeps an error readable when hostile input breaks every rule. */
const LISTED_FAULTS = 8;

/** The faults in one line. */
export function listFaults(faults: Faults): string {
  const more = faults.length - LISTED_FAULTS;
  return `${faults.slice(0, LISTED_FAULTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** The value as an object, or `undefined` and a fault. */
export function objectAt(value: unknown, at: string, faults: Faults): JsonObject | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  faults.push(`${at}: expected an object, got ${kindOf(value)}`);
  return undefined;
}

/** A fault for every key that is not among those known: what is not understood is not let through. */
export function onlyKeys(object: JsonObject, known: readonly string[], at: string, faults: Faults): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key)) faults.push(`${at}: unknown field ${JSON.stringify(key.slice(0, 64))}`);
  }
}

/** Whether the value is a text of 1 to `max` UTF-16 units; else a fault. */
export function textAt(value: unknown, max: number, at: string, faults: Faults): value is string {
  if (typeof value !== 'string') faults.push(`${at}: expected a text, got ${kindOf(value)}`);
  else if (value === '') faults.push(`${at}: empty`);
  else if (value.length > max) faults.push(`${at}: expected at most ${max} characters, got ${value.length}`);
  else return true;
  return false;
}

/** Whether the value is a text of the given form; else a fault that says which form was expected. */
export function formAt(value: unknown, form: RegExp, expected: string, at: string, faults: Faults): value is string {
  if (typeof value === 'string' && form.test(value)) return true;
  faults.push(`${at}: expected ${expected}`);
  return false;
}

/** in-toto's TypeURI is a URI (RFC 3986): a scheme, then printable ASCII. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/;

/** Whether the value is a URI of at most `max` characters; else a fault. */
export function uriAt(value: unknown, max: number, at: string, faults: Faults): value is string {
  if (!textAt(value, max, at, faults)) return false;
  return formAt(value, URI, 'a URI', at, faults);
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Whether the value is a moment as in-toto's Timestamp writes it: RFC 3339 in UTC, on a day that exists; else a fault. */
export function timestampAt(value: unknown, at: string, faults: Faults): value is string {
  if (!formAt(value, TIMESTAMP, 'a UTC timestamp (RFC 3339)', at, faults)) return false;
  const second = value.slice(0, 19);
  const ms = Date.parse(`${second}Z`);
  // A day that does not exist is read as one of the next month.
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(second)) return true;
  faults.push(`${at}: expected a moment that exists`);
  return false;
}

/** Whether the value is a whole number from 0 to 2^53 - 1; else a fault. */
export function countAt(value: unknown, at: string, faults: Faults): value is number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)) return true;
  faults.push(`${at}: expected a whole number, got ${kindOf(value)}`);
  return false;
}

/** The value as an array of `min` to `max` items, or an empty one and a fault. */
export function arrayAt(value: unknown, min: number, max: number, at: string, faults: Faults): readonly unknown[] {
  if (!Array.isArray(value)) faults.push(`${at}: expected an array, got ${kindOf(value)}`);
  else if (value.length < min || value.length > max) {
    faults.push(`${at}: expected ${min} to ${max} items, got ${value.length}`);
  } else return value;
  return [];
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
