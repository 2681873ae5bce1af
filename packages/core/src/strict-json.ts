import { BezoarError } from './errors.ts';

/** A JSON object of which nothing is known but that it holds no duplicate key. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** Bounds on a JSON text: UTF-8 bytes, and levels of objects and arrays. */
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

/** How `parseStrictJson` fails. */
export type StrictJsonCode = 'json/too-large' | 'json/not-utf8' | 'json/too-deep' | 'json/malformed';

/** A lone surrogate has no UTF-8 form, and parsers disagree on what stands in its place (RFC 8259, section 8.2). */
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Reads one JSON text (RFC 8259) in which nothing can be read in two ways: UTF-8 without a byte order mark, within the
 * limits, no duplicate key (CWE-694: two parsers keep different ones), no `__proto__` key (CWE-1321), no lone
 * surrogate, no number that overflows. Throws a `BezoarError` with a `StrictJsonCode`.
 */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits): unknown {
  // Attacker controls: bytes.
  if (bytes.length > limits.maxBytes) {
    throw new BezoarError('json/too-large', `expected at most ${limits.maxBytes} bytes, got ${bytes.length}`);
  }
  const text = decodeUtf8(bytes);
  checkDepth(text, limits.maxDepth);
  let value: unknown;
  try {
    value = JSON.parse(text, refuseUnsafe);
  } catch (cause) {
    if (cause instanceof BezoarError) throw cause;
    throw malformed('not JSON', cause);
  }
  checkKeys(text);
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BezoarError('json/not-utf8', 'not UTF-8', { cause });
  }
}

/** Before the parse, and without assuming that the text is JSON: a bracket inside a string does not count. */
function checkDepth(text: string, maxDepth: number): void {
  let depth = 0;
  for (const { kind } of tokensOf(text)) {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    if (depth > maxDepth) throw new BezoarError('json/too-deep', `nesting exceeds ${maxDepth} levels`);
  }
}

/** INVARIANT: the text is known to be JSON, so that a string before a colon is a key of the innermost object. */
function checkKeys(text: string): void {
  const open: Set<string>[] = [];
  for (const { kind, start, end } of tokensOf(text)) {
    if (kind === 'open') open.push(new Set());
    else if (kind === 'close') open.pop();
    else if (isKey(text, end)) {
      const key = JSON.parse(text.slice(start, end)) as string;
      const keys = open.at(-1);
      if (key === '__proto__') throw malformed('key `__proto__`');
      if (LONE_SURROGATE.test(key)) throw malformed('a key holds a lone surrogate');
      if (keys?.has(key)) throw malformed(`duplicate key ${JSON.stringify(key.slice(0, 64))}`);
      keys?.add(key);
    }
  }
}

interface Token {
  readonly kind: 'open' | 'close' | 'string';
  readonly start: number;
  readonly end: number;
}

/** Brackets and strings in order, in one pass: a pattern would go over an unterminated string once for each quote. */
function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '{' || character === '[') yield { kind: 'open', start: at, end: at + 1 };
    else if (character === '}' || character === ']') yield { kind: 'close', start: at, end: at + 1 };
    else if (character === '"') {
      const start = at;
      for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
      yield { kind: 'string', start, end: at + 1 };
    }
  }
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (' \t\n\r'.includes(text[at] ?? '.')) at += 1;
  return text[at] === ':';
}

function refuseUnsafe(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && LONE_SURROGATE.test(value)) throw malformed('a string holds a lone surrogate');
  if (typeof value === 'number' && !Number.isFinite(value)) throw malformed('a number overflows');
  return value;
}

function malformed(what: string, cause?: unknown): BezoarError<StrictJsonCode> {
  return new BezoarError('json/malformed', what, { cause });
}
