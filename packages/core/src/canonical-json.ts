import { BezoarError } from './errors.ts';

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Deepest nesting that `canonicalJson` follows. Stops stack exhaustion by nested input (CWE-674); real records nest under 12. */
export const MAX_CANONICAL_DEPTH = 128;

/**
 * JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code unit, no white space, ECMAScript number format.
 *
 * One deviation, so that hostile text cannot stop a scan: a lone surrogate is written as its `\\uXXXX` escape
 * where the RFC asks for an error. An own field that is `undefined` is left out, as `JSON.stringify` does. Throws on `undefined` elsewhere, functions, non-finite numbers and nesting beyond `MAX_CANONICAL_DEPTH`.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new BezoarError('json/not-finite', `\`${value}\` has no JSON form`);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw new BezoarError('json/not-json', `a ${typeof value} has no JSON form`);
  if (depth >= MAX_CANONICAL_DEPTH) {
    throw new BezoarError('json/too-deep', `nesting exceeds ${MAX_CANONICAL_DEPTH} levels`);
  }
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`;
  const source = value as Record<string, unknown>;
  const parts: string[] = [];
  for (const key of Object.keys(source).sort()) {
    const item = source[key];
    if (item !== undefined) parts.push(`${quote(key)}:${write(item, depth + 1)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Text that needs no escape: no control character, quote, backslash or surrogate. */
const PLAIN = /^[\u0020\u0021\u0023-\u005b\u005d-\ud7ff\ue000-\uffff]*$/;

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
