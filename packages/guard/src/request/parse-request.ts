import { canonicalJson, type JsonValue, type Principal, sha256 } from '@bezoar/core/actions';
import type { RequestContext, TypedRequest } from './action-request.ts';
import { NotPlainJson, plainJson } from './plain-json.ts';
import { shownName } from './shown-name.ts';
import { isWellFormed } from './well-formed.ts';

/** Longest name of an account, tenant, requester, action or key, in UTF-16 code units (CWE-770). */
export const MAX_NAME_LENGTH = 256;

/** Longest arguments, in UTF-16 code units of their canonical JSON (CWE-770). Larger ones do not fit in an approver's head either. */
export const MAX_ARGUMENTS_LENGTH: number = 64 * 1024;

/** Longest text for telemetry; more is cut off. */
export const MAX_TEXT_LENGTH: number = 64 * 1024;

const FIELDS: ReadonlySet<string> = new Set([
  'action',
  'principal',
  'arguments',
  'idempotencyKey',
  'requester',
  'approval',
  'context',
  'text',
  'transcript',
]);
const CONTEXT_FIELDS = ['intent', 'model', 'conversation', 'agent'] as const;

/** A request, or why it cannot be judged. */
export type ParsedRequest =
  | { readonly request: TypedRequest }
  | {
      readonly fault: 'guard/request-malformed' | 'guard/arguments-malformed' | 'guard/principal-missing';
      readonly reason: string;
    };

/** Type-checks a request. What is missing, ill-typed or unknown is a denial, never a guess; it never throws. */
export function parseRequest(value: unknown): ParsedRequest {
  try {
    return { request: parse(value) };
  } catch (error) {
    if (error instanceof RequestFault) return { fault: error.fault, reason: error.message };
    if (error instanceof NotPlainJson) return { fault: 'guard/arguments-malformed', reason: error.message };
    return { fault: 'guard/request-malformed', reason: 'the request could not be read' };
  }
}

class RequestFault extends Error {
  readonly fault: 'guard/request-malformed' | 'guard/arguments-malformed' | 'guard/principal-missing';

  constructor(fault: RequestFault['fault'], message: string) {
    super(message);
    this.fault = fault;
  }
}

function parse(value: unknown): TypedRequest {
  if (typeof value !== 'object' || value === null) throw malformed('expected a request to be an object');
  const source = value as Record<string, unknown>;
  for (const key of Reflect.ownKeys(source)) {
    if (typeof key === 'symbol' || !FIELDS.has(key))
      throw malformed(`${shownName(String(key))} is no field of a request`);
  }
  const own = (key: string): unknown => (Object.hasOwn(source, key) ? source[key] : undefined);
  const action = nameOf(own('action'), 'action');
  const principal = principalOf(own('principal'));
  const requester = optionalName(own('requester'), 'requester') ?? principal.account;
  const idempotencyKey = optionalName(own('idempotencyKey'), 'idempotencyKey');
  const approval = optionalName(own('approval'), 'approval');
  const text = own('text');
  if (text !== undefined && typeof text !== 'string') throw malformed('expected `text` to be a text');
  const transcript = own('transcript');
  if (transcript !== undefined && !isTranscript(transcript)) throw malformed('expected `transcript` to hold turns');
  const copied = plainJson(own('arguments'));
  if (!isFields(copied)) throw new NotPlainJson('expected arguments to be an object');
  const canonicalArguments = canonicalJson(copied);
  if (canonicalArguments.length > MAX_ARGUMENTS_LENGTH) {
    throw new NotPlainJson(`expected at most ${MAX_ARGUMENTS_LENGTH} characters, got ${canonicalArguments.length}`);
  }
  return {
    action,
    principal,
    requester,
    arguments: copied,
    canonicalArguments,
    argumentsDigest: sha256(canonicalArguments),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(approval === undefined ? {} : { approval }),
    context: contextOf(own('context')),
    ...(text === undefined ? {} : { text: text.slice(0, MAX_TEXT_LENGTH) }),
    ...(transcript === undefined ? {} : { transcript }),
  };
}

function malformed(message: string): RequestFault {
  return new RequestFault('guard/request-malformed', message);
}

/** Whether a text can name somebody: not empty, bounded, well-formed, without control characters (CWE-117). */
export function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= MAX_NAME_LENGTH &&
    isWellFormed(value) &&
    !/[\u0000-\u001f\u007f-\u009f]/.test(value)
  );
}

function nameOf(value: unknown, what: string): string {
  if (isName(value)) return value;
  throw malformed(`expected \`${what}\` to be a text of 1 to ${MAX_NAME_LENGTH} characters without control characters`);
}

function optionalName(value: unknown, what: string): string | undefined {
  return value === undefined ? undefined : nameOf(value, what);
}

function principalOf(value: unknown): Principal {
  if (typeof value !== 'object' || value === null) {
    throw new RequestFault('guard/principal-missing', 'expected a principal with `account` and `tenant`');
  }
  const keys = Reflect.ownKeys(value);
  const { account, tenant } = value as Record<string, unknown>;
  if (
    keys.length !== 2 ||
    !keys.includes('account') ||
    !keys.includes('tenant') ||
    !isName(account) ||
    !isName(tenant)
  ) {
    throw new RequestFault(
      'guard/principal-missing',
      'expected a principal of exactly `account` and `tenant`, both names',
    );
  }
  return Object.freeze({ account, tenant });
}

function contextOf(value: unknown): RequestContext {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null) throw malformed('expected `context` to be an object');
  const context: Record<string, string> = {};
  for (const key of Reflect.ownKeys(value)) {
    const field = CONTEXT_FIELDS.find((known) => known === key);
    if (field === undefined) throw malformed(`${shownName(String(key))} is no field of \`context\``);
    const label = optionalName((value as Record<string, unknown>)[field], `context.${field}`);
    if (label !== undefined) context[field] = label;
  }
  return context;
}

function isTranscript(value: unknown): value is NonNullable<TypedRequest['transcript']> {
  return typeof value === 'object' && value !== null && 'turns' in value && Array.isArray(value.turns);
}

function isFields(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
