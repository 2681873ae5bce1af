import type { JsonValue } from '@bezoar/core/actions';
import { shownName } from './shown-name.ts';
import { isWellFormed } from './well-formed.ts';

/** Deepest nesting of a call's arguments. Real tools nest under 6; stops stack exhaustion (CWE-674). */
export const MAX_ARGUMENT_DEPTH = 32;

/** Most values in a call's arguments. Stops a call that costs more to look at than to make (CWE-770). */
export const MAX_ARGUMENT_VALUES = 10_000;

/** Names by which an object's prototype is reached: no honest argument has them (CWE-1321). */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A value that is not plain JSON, and where. */
export class NotPlainJson extends Error {
  override readonly name: string = 'NotPlainJson';
}

/**
 * A frozen copy of a plain JSON value, every part of it read exactly once, so that what is judged is what is executed:
 * no accessor, proxy or later change of the caller's object can show the tool something else. Throws `NotPlainJson`.
 */
// Attacker controls: the value, which a model wrote.
export function plainJson(value: unknown): JsonValue {
  return copy(value, { left: MAX_ARGUMENT_VALUES, path: [] });
}

/** What a copy has left, and where it is: a path is only written out where something is wrong. */
interface Progress {
  left: number;
  readonly path: (string | number)[];
}

function copy(value: unknown, progress: Progress): JsonValue {
  progress.left -= 1;
  if (progress.left < 0) throw new NotPlainJson(`expected at most ${MAX_ARGUMENT_VALUES} values`);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw fault(progress, 'well-formed Unicode');
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw fault(progress, `a finite number, got ${value}`);
    return Object.is(value, -0) ? 0 : value;
  }
  if (typeof value !== 'object') throw fault(progress, `JSON, got a ${typeof value}`);
  if (progress.path.length >= MAX_ARGUMENT_DEPTH) {
    throw new NotPlainJson(`expected at most ${MAX_ARGUMENT_DEPTH} levels`);
  }
  if (Array.isArray(value)) return copyList(value, progress);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw fault(progress, 'a plain object');
  return copyObject(value, progress);
}

function copyList(list: readonly unknown[], progress: Progress): JsonValue {
  const items: JsonValue[] = [];
  const { length } = list;
  for (let index = 0; index < length; index++) {
    progress.path.push(index);
    items.push(copy(dataOf(list, index, progress), progress));
    progress.path.pop();
  }
  return Object.freeze(items);
}

function copyObject(source: object, progress: Progress): JsonValue {
  const fields: Record<string, JsonValue> = {};
  for (const key of Reflect.ownKeys(source)) {
    if (typeof key === 'symbol') throw fault(progress, 'an object with text keys only');
    if (FORBIDDEN_KEYS.has(key)) throw new NotPlainJson(`\`${key}\` is no name of an argument`);
    if (!isWellFormed(key)) throw fault(progress, 'an object with keys of well-formed Unicode');
    progress.path.push(key);
    fields[key] = copy(dataOf(source, key, progress), progress);
    progress.path.pop();
  }
  return Object.freeze(fields);
}

/** The value of a data property. An accessor may answer differently each time, and is refused. */
function dataOf(source: object, key: string | number, progress: Progress): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(source, key);
  if (descriptor === undefined || !('value' in descriptor) || descriptor.enumerable !== true) {
    throw fault(progress, 'a plain value');
  }
  return descriptor.value;
}

function fault({ path }: Progress, expected: string): NotPlainJson {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return new NotPlainJson(`expected ${shownName(`arguments${place}`)} to be ${expected}`);
}
