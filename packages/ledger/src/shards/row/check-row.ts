import { BezoarError, type JsonObject, TRUST_TIERS, UsageError } from '@bezoar/core';
import {
  arrayAt,
  countAt,
  type Faults,
  formAt,
  listFaults,
  objectAt,
  onlyKeys,
} from '../../attest/encoding/field-faults.ts';
import { isInstant } from '../../entry/check-entry.ts';
import { MAX_HMAC_DIGITS, MAX_ROW_BYTES, MIN_HMAC_DIGITS, NONCE_DIGITS } from './provenance-row.ts';

const FIELDS = [
  ...['account', 'cluster', 'createdAt', 'digest', 'generator', 'id', 'ingestedAt', 'nonce', 'parents', 'selectedBy'],
  ...['slice', 'source', 'tenant', 'tier', 'transforms', 'v'],
];
const SOURCE_FIELDS = ['fetchedAt', 'line', 'name', 'path', 'revision', 'sha256'];
const TIERS: ReadonlySet<unknown> = new Set(TRUST_TIERS);
const DIGEST = /^[0-9a-f]{64}$/;
const HMAC_FORM = `${MIN_HMAC_DIGITS} to ${MAX_HMAC_DIGITS} lower-case hexadecimal digits`;
const HMAC = new RegExp(`^[0-9a-f]{${MIN_HMAC_DIGITS},${MAX_HMAC_DIGITS}}$`);
const NONCE = new RegExp(`^[0-9a-f]{${NONCE_DIGITS}}$`);

/** Everything that is wrong with a value as a row; empty exactly if it is one. */
export function rowFaults(value: unknown): Faults {
  const faults: Faults = [];
  const row = objectAt(value, 'row', faults);
  if (row === undefined) return faults;
  onlyKeys(row, FIELDS, 'row', faults);
  if (row.v !== 1) faults.push('v: expected 1');
  formAt(row.digest, DIGEST, '64 lower-case hexadecimal digits', 'digest', faults);
  formAt(row.nonce, NONCE, `${NONCE_DIGITS} lower-case hexadecimal digits`, 'nonce', faults);
  checkSource(row.source, faults);
  for (const name of ['tenant', 'account']) {
    if (row[name] !== undefined) formAt(row[name], HMAC, HMAC_FORM, name, faults);
  }
  for (const name of ['id', 'cluster', 'selectedBy', 'generator']) checkText(row, name, '', faults);
  if (row.createdAt !== undefined) checkInstant(row.createdAt, 'createdAt', faults);
  checkInstant(row.ingestedAt, 'ingestedAt', faults);
  if (row.slice !== undefined && row.slice !== true) faults.push('slice: expected true or nothing');
  if (!TIERS.has(row.tier)) faults.push(`tier: expected one of ${TRUST_TIERS.join(', ')}`);
  if (row.parents !== undefined) checkTexts(row.parents, 'parents', faults);
  checkTexts(row.transforms, 'transforms', faults);
  return faults;
}

/** The error for bytes that are not a row. */
export function badRow(faults: Faults, cause?: unknown): BezoarError<'shards/bad-row'> {
  return new BezoarError('shards/bad-row', `not a provenance row: ${listFaults(faults)}`, { cause });
}

/** The error for a row that a caller wants to write and that cannot be one. */
export function unwritableRow(value: unknown): UsageError<'shards/bad-row'> {
  const faults = rowFaults(value);
  if (faults.length === 0) faults.push(`expected at most ${MAX_ROW_BYTES} bytes`);
  return new UsageError('shards/bad-row', `not a provenance row: ${listFaults(faults)}`);
}

function checkSource(value: unknown, faults: Faults): void {
  const source = objectAt(value, 'source', faults);
  if (source === undefined) return;
  onlyKeys(source, SOURCE_FIELDS, 'source', faults);
  for (const name of ['name', 'path']) {
    if (typeof source[name] !== 'string') faults.push(`source.${name}: expected a text`);
  }
  countAt(source.line, 'source.line', faults);
  formAt(source.sha256, DIGEST, '64 lower-case hexadecimal digits', 'source.sha256', faults);
  checkText(source, 'revision', 'source.', faults);
  if (source.fetchedAt !== undefined) checkInstant(source.fetchedAt, 'source.fetchedAt', faults);
}

function checkText(object: JsonObject, name: string, at: string, faults: Faults): void {
  if (object[name] !== undefined && typeof object[name] !== 'string') faults.push(`${at}${name}: expected a text`);
}

function checkTexts(value: unknown, at: string, faults: Faults): void {
  // As many as a row has room for: `"",` takes three bytes.
  for (const [index, text] of arrayAt(value, 0, MAX_ROW_BYTES / 3, at, faults).entries()) {
    if (typeof text !== 'string') faults.push(`${at}[${index}]: expected a text`);
  }
}

function checkInstant(value: unknown, at: string, faults: Faults): void {
  if (!isInstant(value)) faults.push(`${at}: expected ISO 8601 UTC with milliseconds`);
}
