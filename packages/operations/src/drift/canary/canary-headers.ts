import { UsageError } from '@bezoar/core';

/** Headers that a tool asks for, such as a token. They are secret: nothing that is printed may quote them. */
export interface CanaryHeaders {
  /** For the tools of all actions. */
  readonly all: ReadonlyMap<string, string>;
  /** For the tool of one action. */
  readonly byAction: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The environment variable that they come from: neither a list of processes nor the document shows it. */
const CANARY_HEADERS_VARIABLE = 'BEZOAR_CANARY_HEADERS';

/** Largest text of that variable, in UTF-16 code units; servers refuse more than some 8 kB of headers (CWE-400). */
const MAX_HEADERS_LENGTH = 16_384;

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

/** Visible ASCII, with blanks within (RFC 9110, section 5.5): a line end would begin a header or a body (CWE-113). */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]{0,8190}[\x21-\x7e])?$/;

/** What the request says by itself, and what would frame it differently (CWE-444). */
const OWN: ReadonlySet<string> = new Set([
  'bezoar-canary',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Reads `{ "authorization": "Bearer …" }`, the headers of every canary; a value that is an object has the headers of the
 * action of that name, which go to no other tool. Throws `drift/canary-headers`, which quotes no value.
 */
export function parseCanaryHeaders(text: string | undefined): CanaryHeaders {
  if (text === undefined || text === '') return { all: new Map(), byAction: new Map() };
  if (text.length > MAX_HEADERS_LENGTH) {
    throw malformed(`to have at most ${MAX_HEADERS_LENGTH} characters, got ${text.length}`);
  }
  const all = new Map<string, string>();
  const byAction = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, value] of entriesOf(text)) {
    if (isObject(value)) {
      byAction.set(name, new Map(Object.entries(value).map(([header, item]) => headerOf(header, item))));
    } else {
      all.set(...headerOf(name, value));
    }
  }
  return { all, byAction };
}

/** The headers for one action's tool, lower case; its own before those of all. */
export function headersFor(action: string, { all, byAction }: CanaryHeaders): ReadonlyMap<string, string> {
  return new Map([...all, ...(byAction.get(action) ?? [])]);
}

function entriesOf(text: string): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // No cause: the parser's message quotes what it read, and that is a token.
    throw malformed('to be a JSON object from names of headers to their values');
  }
  if (!isObject(value)) throw malformed('to be a JSON object from names of headers to their values');
  return Object.entries(value);
}

function headerOf(name: string, value: unknown): [string, string] {
  const lower = name.toLowerCase();
  if (!NAME.test(name)) throw malformed('to name headers in ASCII without blanks');
  if (OWN.has(lower)) throw malformed(`not to set \`${lower}\`, which the request has already`);
  if (typeof value !== 'string' || !VALUE.test(value)) {
    throw malformed(`to give \`${lower}\` a text of visible ASCII characters on one line`);
  }
  return [lower, value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(expected: string): UsageError {
  return new UsageError('drift/canary-headers', `expected \`${CANARY_HEADERS_VARIABLE}\` ${expected}`);
}
