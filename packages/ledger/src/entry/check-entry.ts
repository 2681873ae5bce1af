import { UsageError } from '@bezoar/core';
import {
  ENTRY_KINDS,
  type EntryKind,
  type LedgerEntry,
  MAX_ACTOR_LENGTH,
  MAX_DETAIL_DEPTH,
  MAX_NAME_LENGTH,
  MAX_REFS,
  MAX_SUBJECTS,
} from './ledger-entry.ts';

const FIELDS = new Set(['v', 'kind', 'at', 'actor', 'subject', 'payload', 'policy', 'refs', 'detail']);
const KINDS: ReadonlySet<unknown> = new Set(ENTRY_KINDS);
const DIGEST = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** RFC 6838, section 4.2, with plain parameters. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?[\w-]+=[\w.+-]+)*$/;
/** A surrogate without its other half has no UTF-8 form (RFC 8785, section 3.2.2.2). */
const LONE_SURROGATE = /\p{Surrogate}/u;
const SHOWN_FAULTS = 8;

/**
 * Checks that a value is a `LedgerEntry` and nothing more, and returns it. Throws a `UsageError` `ledger/bad-entry` that
 * names every fault.
 */
// Attacker controls: the whole value, where it was read from disk.
export function checkEntry(value: unknown): LedgerEntry {
  const faults: string[] = [];
  if (!isObject(value)) throw badEntry([`expected an object, got ${describe(value)}`]);
  checkKeys(value, FIELDS, 'the entry', faults);
  if (value.v !== 1) faults.push(`expected \`v\` to be 1, got ${describe(value.v)}`);
  if (!isEntryKind(value.kind)) faults.push(`unknown \`kind\` ${describe(value.kind)}`);
  if (!isInstant(value.at)) faults.push(`expected \`at\` as ISO 8601 UTC with milliseconds, got ${describe(value.at)}`);
  checkText(value.actor, MAX_ACTOR_LENGTH, 'actor', faults);
  checkSubjects(value.subject, faults);
  if (Object.hasOwn(value, 'payload') && value.payload !== undefined) checkPayload(value.payload, faults);
  if (Object.hasOwn(value, 'policy') && value.policy !== undefined) checkDigest(value.policy, 'policy', faults);
  checkRefs(value.refs, faults);
  if (Object.hasOwn(value, 'detail') && value.detail !== undefined) checkDetail(value.detail, faults);
  if (faults.length > 0) throw badEntry(faults);
  return value as unknown as LedgerEntry;
}

/** The error for an entry with these faults. */
export function badEntry(faults: readonly string[]): UsageError<'ledger/bad-entry'> {
  const more = faults.length > SHOWN_FAULTS ? `; and ${faults.length - SHOWN_FAULTS} more` : '';
  return new UsageError('ledger/bad-entry', `not a ledger entry: ${faults.slice(0, SHOWN_FAULTS).join('; ')}${more}`);
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkKeys(value: Fields, allowed: ReadonlySet<string>, where: string, faults: string[]): void {
  for (const key in value) {
    if (!allowed.has(key)) faults.push(`unknown key ${describe(key)} in ${where}`);
  }
}

/** Whether a value is an instant as `Date.prototype.toISOString` writes it, of the years 0000 to 9999. */
export function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !INSTANT.test(value)) return false;
  const year = 100 * twoDigits(value, 0) + twoDigits(value, 2);
  const month = twoDigits(value, 5);
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeapYear ? 29 : (DAYS[month - 1] ?? 0);
  const day = twoDigits(value, 8);
  if (day < 1 || day > days) return false;
  return twoDigits(value, 11) <= 23 && twoDigits(value, 14) <= 59 && twoDigits(value, 17) <= 59;
}

const ZERO = '0'.charCodeAt(0);

function twoDigits(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - ZERO) + text.charCodeAt(at + 1) - ZERO;
}

/** Whether a value is one of `ENTRY_KINDS`. */
export function isEntryKind(value: unknown): value is EntryKind {
  return KINDS.has(value);
}

function checkText(value: unknown, maxLength: number, where: string, faults: string[]): void {
  if (typeof value !== 'string' || value === '') faults.push(`expected \`${where}\` as text, got ${describe(value)}`);
  else if (value.length > maxLength)
    faults.push(`expected \`${where}\` within ${maxLength} units, got ${value.length}`);
  else if (LONE_SURROGATE.test(value)) faults.push(`\`${where}\` holds half a surrogate pair`);
}

function checkDigest(value: unknown, where: string, faults: string[]): void {
  if (typeof value !== 'string' || !DIGEST.test(value)) {
    faults.push(`expected \`${where}\` as 64 lower-case hexadecimal digits, got ${describe(value)}`);
  }
}

const SUBJECT_FIELDS = new Set(['name', 'digest']);
const DIGEST_FIELDS = new Set(['sha256']);

function checkSubjects(value: unknown, faults: string[]): void {
  if (!Array.isArray(value)) return void faults.push(`expected \`subject\` as a list, got ${describe(value)}`);
  if (value.length > MAX_SUBJECTS) {
    return void faults.push(`expected at most ${MAX_SUBJECTS} subjects, got ${value.length}`);
  }
  for (const subject of value as unknown[]) {
    if (!isObject(subject) || !isObject(subject.digest)) {
      faults.push(`expected a subject as \`{name, digest: {sha256}}\`, got ${describe(subject)}`);
      continue;
    }
    checkKeys(subject, SUBJECT_FIELDS, 'a subject', faults);
    checkKeys(subject.digest, DIGEST_FIELDS, 'a digest', faults);
    checkText(subject.name, MAX_NAME_LENGTH, 'subject.name', faults);
    checkDigest(subject.digest.sha256, 'subject.digest.sha256', faults);
  }
}

const PAYLOAD_FIELDS = new Set(['mediaType', 'sha256', 'size']);

function checkPayload(value: unknown, faults: string[]): void {
  if (!isObject(value)) return void faults.push(`expected \`payload\` as an object, got ${describe(value)}`);
  checkKeys(value, PAYLOAD_FIELDS, '`payload`', faults);
  const { mediaType } = value;
  if (typeof mediaType !== 'string' || mediaType.length > MAX_NAME_LENGTH || !MEDIA_TYPE.test(mediaType)) {
    faults.push(`expected \`payload.mediaType\` as a media type, got ${describe(mediaType)}`);
  }
  checkDigest(value.sha256, 'payload.sha256', faults);
  if (!isIndex(value.size)) faults.push(`expected \`payload.size\` in bytes, got ${describe(value.size)}`);
}

function checkRefs(value: unknown, faults: string[]): void {
  if (!Array.isArray(value)) return void faults.push(`expected \`refs\` as a list, got ${describe(value)}`);
  if (value.length > MAX_REFS) return void faults.push(`expected at most ${MAX_REFS} refs, got ${value.length}`);
  for (const ref of value as unknown[]) {
    if (!isIndex(ref)) faults.push(`expected \`refs\` to hold indices of entries, got ${describe(ref)}`);
  }
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

function checkDetail(value: unknown, faults: string[]): void {
  if (!isObject(value)) return void faults.push(`expected \`detail\` as an object, got ${describe(value)}`);
  checkJson(value, 1, faults);
}

function checkJson(value: unknown, depth: number, faults: string[]): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) faults.push(`\`detail\` holds ${value}, which has no JSON form`);
  } else if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) faults.push('`detail` holds half a surrogate pair');
  } else if (typeof value !== 'object') {
    faults.push(`\`detail\` holds a ${typeof value}`);
  } else if (depth > MAX_DETAIL_DEPTH) {
    faults.push(`\`detail\` is nested deeper than ${MAX_DETAIL_DEPTH} levels`);
  } else {
    for (const [key, item] of Object.entries(value)) {
      // A consumer that copies by assignment would set a prototype (CWE-1321).
      if (key === '__proto__') faults.push('`detail` holds the key `__proto__`');
      if (LONE_SURROGATE.test(key)) faults.push('`detail` holds a key with half a surrogate pair');
      checkJson(item, depth + 1, faults);
    }
  }
}

/** A short, safe name for a value in a message. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `\`${value.length > 40 ? `${value.slice(0, 40)}…` : value}\``;
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'an object' : `\`${String(value)}\``;
}
