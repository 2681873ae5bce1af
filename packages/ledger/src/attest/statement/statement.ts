import { BezoarError, canonicalJson, type JsonObject, parseStrictJson } from '@bezoar/core';
import { type Faults, listFaults, objectAt, onlyKeys, uriAt } from '../encoding/field-faults.ts';
import { checkDescriptors, type Subject } from './resource-descriptor.ts';

/** Type of an in-toto Statement v1. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** Media type of a statement: the payload type of its DSSE envelope. */
export const STATEMENT_MEDIA_TYPE = 'application/vnd.in-toto+json';

/** Largest statement, in bytes: 64 times a ledger entry. Stops memory exhaustion (CWE-770). */
export const MAX_STATEMENT_BYTES = 4_194_304;

/** Levels of objects and arrays in a statement; real ones nest under 10. Stops stack exhaustion (CWE-674). */
export const MAX_STATEMENT_DEPTH = 32;

/** Subjects of one statement: the shards of a large corpus, or the files of a large model. */
export const MAX_SUBJECTS = 4096;

/** Longest predicate type, in characters. */
const MAX_TYPE_LENGTH = 512;

/** A claim about artifacts (in-toto Statement v1). `Predicate` says what is claimed, `predicateType` how to read it. */
export interface Statement<Predicate extends object = JsonObject> {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly Subject[];
  readonly predicateType: string;
  readonly predicate: Predicate;
}

/** Makes a statement. Throws `statement/malformed` with every fault, as `parseStatement` would. */
export function createStatement<Predicate extends object>(
  subject: readonly Subject[],
  predicateType: string,
  predicate: Predicate,
): Statement<Predicate> {
  const statement = { _type: STATEMENT_TYPE, subject, predicateType, predicate } as const;
  parseStatement(statementBytes(statement));
  return statement;
}

/** The bytes that are signed: canonical JSON (RFC 8785) in UTF-8, so that equal statements have equal digests. */
export function statementBytes(statement: Statement<object>): Uint8Array {
  return new TextEncoder().encode(canonicalJson(statement));
}

/**
 * Reads an in-toto Statement v1. Stricter than the specification, which tells readers to ignore fields that they do
 * not know: a field that nobody checked must not travel under a signature that someone trusts, so it is refused, as are
 * duplicate keys and digests of unknown algorithms. The predicate is read no further than JSON.
 *
 * Throws `statement/malformed`, naming all the faults at once, or `statement/too-large`.
 */
export function parseStatement(bytes: Uint8Array): Statement {
  const limits = { maxBytes: MAX_STATEMENT_BYTES, maxDepth: MAX_STATEMENT_DEPTH };
  let value: unknown;
  try {
    value = parseStrictJson(bytes, limits);
  } catch (cause) {
    if (!(cause instanceof BezoarError)) throw cause;
    const code = cause.code === 'json/too-large' ? 'statement/too-large' : 'statement/malformed';
    throw new BezoarError(code, `statement: ${cause.message}`, { cause });
  }
  const faults: Faults = [];
  const statement = objectAt(value, 'statement', faults);
  if (statement !== undefined) checkStatement(statement, faults);
  if (faults.length > 0) throw new BezoarError('statement/malformed', listFaults(faults));
  return statement as unknown as Statement;
}

function checkStatement(statement: JsonObject, faults: Faults): void {
  onlyKeys(statement, ['_type', 'subject', 'predicateType', 'predicate'], 'statement', faults);
  if (statement._type !== STATEMENT_TYPE) faults.push(`_type: expected \`${STATEMENT_TYPE}\``);
  checkDescriptors(statement.subject, { min: 1, max: MAX_SUBJECTS, identified: true }, 'subject', faults);
  uriAt(statement.predicateType, MAX_TYPE_LENGTH, 'predicateType', faults);
  objectAt(statement.predicate, 'predicate', faults);
}
