import { BezoarError, type JsonObject, type Sha256, sha256, UsageError } from '@bezoar/core';
import {
  arrayAt,
  countAt,
  type Faults,
  formAt,
  listFaults,
  objectAt,
  onlyKeys,
  textAt,
} from '../encoding/field-faults.ts';
import { parseInstant } from '../encoding/instant.ts';
import type { Subject } from '../statement/resource-descriptor.ts';
import { createStatement, parseStatement, type Statement, statementBytes } from '../statement/statement.ts';
import {
  DECISION_ACTIONS,
  type DecisionAction,
  MIN_REASON_CHARACTERS,
  TRUST_DECISION_TYPE,
  type TrustDecision,
} from './trust-decision.ts';
import { visibleLength } from './visible-text.ts';

/** Largest decision, in bytes: a person is to read all of it. One with two pieces of evidence takes 1,137. */
export const MAX_DECISION_BYTES = 65_536;

/** Subjects of one decision. More are named by their set's digest. */
export const MAX_DECISION_SUBJECTS = 64;

/** Pieces of evidence of one decision. */
export const MAX_EVIDENCE = 256;

/** Longest reason and description, in UTF-16 units. */
const MAX_PROSE = 4000;
const MAX_NAME = 512;

/** States, origins and principals: what is compared must not have look-alikes. */
const IDENTIFIER = /^[!-~]{1,256}$/;
const HEX = /^[0-9a-f]{64}$/;

const FIELDS = [
  'action',
  'from',
  'to',
  'scope',
  'reason',
  'evidence',
  'policy',
  'decidedAt',
  'expires',
  'ledger',
  'submitter',
];

/** A decision that could be read: nothing says yet that anybody signed it. */
export interface ParsedDecision {
  readonly statement: Statement;
  readonly decision: TrustDecision;
  /** Of the statement's bytes. */
  readonly digest: Sha256;
}

/**
 * Makes the statement that people sign. Throws `decision/malformed` with every fault, and `decision/reason-too-short`
 * for a reason of fewer than `MIN_REASON_CHARACTERS` visible characters.
 */
export function createDecision(subject: readonly Subject[], decision: TrustDecision): Statement<TrustDecision> {
  const statement = createStatement(subject, TRUST_DECISION_TYPE, decision);
  parseDecision(statementBytes(statement));
  const fault = reasonFault(decision);
  if (fault !== undefined) throw new UsageError('decision/reason-too-short', fault);
  return statement;
}

/** What is wrong with the length of a reason, or `undefined`. */
export function reasonFault({ reason }: TrustDecision): string | undefined {
  const length = visibleLength(reason);
  if (length >= MIN_REASON_CHARACTERS) return undefined;
  return `expected a reason of at least ${MIN_REASON_CHARACTERS} visible characters, got ${length}`;
}

/**
 * Reads a decision from exactly the bytes that are signed: canonical JSON of an in-toto statement with every field of
 * `TrustDecision` and no other. Throws `decision/malformed`, naming all the faults of a field check at once.
 */
export function parseDecision(bytes: Uint8Array): ParsedDecision {
  // Attacker controls: bytes.
  if (bytes.length > MAX_DECISION_BYTES) {
    throw malformed(`expected at most ${MAX_DECISION_BYTES} bytes, got ${bytes.length}`);
  }
  const statement = readStatement(bytes);
  if (!Buffer.from(statementBytes(statement)).equals(bytes)) throw malformed('not in canonical form (RFC 8785)');
  const faults: Faults = [];
  const { subject, predicateType, predicate } = statement;
  if (predicateType !== TRUST_DECISION_TYPE) faults.push(`predicateType: expected \`${TRUST_DECISION_TYPE}\``);
  if (subject.length > MAX_DECISION_SUBJECTS) {
    faults.push(`subject: expected at most ${MAX_DECISION_SUBJECTS}, got ${subject.length}`);
  }
  checkDecision(predicate, faults);
  if (faults.length > 0) throw malformed(listFaults(faults));
  return { statement, decision: predicate as unknown as TrustDecision, digest: sha256(bytes) };
}

function readStatement(bytes: Uint8Array): Statement {
  try {
    return parseStatement(bytes);
  } catch (cause) {
    if (!(cause instanceof BezoarError)) throw cause;
    throw malformed(cause.message, cause);
  }
}

function malformed(message: string, cause?: unknown): BezoarError<'decision/malformed'> {
  return new BezoarError('decision/malformed', message, { cause });
}

function checkDecision(decision: JsonObject, faults: Faults): void {
  onlyKeys(decision, FIELDS, 'predicate', faults);
  const action = decision.action as DecisionAction;
  if (!DECISION_ACTIONS.includes(action)) faults.push(`action: expected one of ${DECISION_ACTIONS.join(', ')}`);
  for (const key of ['from', 'to', 'submitter']) {
    const isNeeded = key === 'submitter' || action === 'tier-change';
    if (isNeeded || decision[key] !== undefined) identifierAt(decision[key], key, faults);
  }
  if (action === 'tier-change' && decision.from === decision.to) faults.push('to: the same as `from`');
  textAt(decision.reason, MAX_PROSE, 'reason', faults);
  checkScope(decision.scope, faults);
  for (const [index, item] of arrayAt(decision.evidence, 0, MAX_EVIDENCE, 'evidence', faults).entries()) {
    checkNamedDigest(item, `evidence[${index}]`, faults);
  }
  checkNamedDigest(decision.policy, 'policy', faults);
  checkLedger(decision.ledger, faults);
  checkTimes(decision, faults);
}

function checkTimes(decision: JsonObject, faults: Faults): void {
  const decidedAt = instantAt(decision.decidedAt, 'decidedAt', faults);
  if (decision.expires === undefined) {
    if (decision.action !== 'policy-set') faults.push('expires: missing');
    return;
  }
  const expires = instantAt(decision.expires, 'expires', faults);
  if (decidedAt !== undefined && expires !== undefined && expires <= decidedAt) {
    faults.push('expires: not after `decidedAt`');
  }
}

function checkScope(value: unknown, faults: Faults): void {
  const scope = objectAt(value, 'scope', faults);
  if (scope === undefined) return;
  onlyKeys(scope, ['digest', 'count', 'description'], 'scope', faults);
  digestAt(scope.digest, 'scope.digest', faults);
  countAt(scope.count, 'scope.count', faults);
  if (scope.description !== undefined) textAt(scope.description, MAX_PROSE, 'scope.description', faults);
}

function checkLedger(value: unknown, faults: Faults): void {
  const ledger = objectAt(value, 'ledger', faults);
  if (ledger === undefined) return;
  onlyKeys(ledger, ['origin', 'size', 'root'], 'ledger', faults);
  identifierAt(ledger.origin, 'ledger.origin', faults);
  countAt(ledger.size, 'ledger.size', faults);
  digestAt(ledger.root, 'ledger.root', faults);
}

function checkNamedDigest(value: unknown, at: string, faults: Faults): void {
  const named = objectAt(value, at, faults);
  if (named === undefined) return;
  onlyKeys(named, ['name', 'digest'], at, faults);
  textAt(named.name, MAX_NAME, `${at}.name`, faults);
  const digest = objectAt(named.digest, `${at}.digest`, faults);
  if (digest === undefined) return;
  onlyKeys(digest, ['sha256'], `${at}.digest`, faults);
  digestAt(digest.sha256, `${at}.digest.sha256`, faults);
}

function identifierAt(value: unknown, at: string, faults: Faults): void {
  formAt(value, IDENTIFIER, '1 to 256 printable ASCII characters without spaces', at, faults);
}

function digestAt(value: unknown, at: string, faults: Faults): void {
  formAt(value, HEX, '64 lower-case hexadecimal digits', at, faults);
}

function instantAt(value: unknown, at: string, faults: Faults): number | undefined {
  const ms = typeof value === 'string' ? parseInstant(value) : undefined;
  if (ms === undefined) faults.push(`${at}: expected an instant such as \`2026-11-05T09:12:44Z\``);
  return ms;
}
