import { isName } from '../../request/parse-request.ts';
import { isWellFormed } from '../../request/well-formed.ts';
import { malformed } from '../answer/http-fault.ts';

/** Fields of a body that were read by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object with exactly these fields and no other, own ones only. Throws an `HttpFault`. */
export function readFields(value: unknown, required: readonly string[], optional: readonly string[] = []): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('expected an object');
  const names = Object.keys(value);
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw malformed(`expected ${missing.map((name) => `\`${name}\``).join(', ')}`);
  if (names.some((name) => !required.includes(name) && !optional.includes(name))) {
    throw malformed(`expected no other fields than ${[...required, ...optional].join(', ')}`);
  }
  return value as Fields;
}

/** A field that is one of a few words. */
export function wordOf<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === fields[name]);
  if (word !== undefined) return word;
  throw malformed(`expected \`${name}\` to be one of ${words.join(', ')}`);
}

/** A field that names something. */
export function nameOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (isName(value)) return value;
  throw malformed(`expected \`${name}\` to be a text of 1 to 256 characters without control characters`);
}

/** Longest reason, UTF-16 code units (CWE-770). */
export const MAX_REASON_LENGTH = 1000;

/** A person's reason: any well-formed text of at most `MAX_REASON_LENGTH`. */
export function reasonOf(fields: Fields): string {
  const { reason } = fields;
  if (typeof reason === 'string' && reason.length <= MAX_REASON_LENGTH && isWellFormed(reason)) return reason;
  throw malformed(`expected \`reason\` to be a text of at most ${MAX_REASON_LENGTH} characters`);
}
