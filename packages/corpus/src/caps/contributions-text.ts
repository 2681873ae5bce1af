import { BezoarError, canonicalJson } from '@bezoar/core';
import {
  type AccountContribution,
  attributeName,
  type EarlierContributions,
  type GroupContribution,
  isContributionKey,
  MAX_CONTRIBUTION_DAY,
} from './lineage.ts';

/** Schema of the text. */
export const CONTRIBUTIONS_SCHEMA = 'bezoar.contributions/v1';
/** Longest text, in UTF-16 code units: two million accounts of three attributes. Stops memory exhaustion (CWE-400). */
export const MAX_CONTRIBUTIONS_LENGTH = 512_000_000;
/** Most records that one count may claim: sums of a thousand such corpora stay exact integers. */
export const MAX_CONTRIBUTED_RECORDS = 1_000_000_000_000;

/**
 * One line of canonical JSON (RFC 8785), rows sorted by key: the same contributions give the same bytes.
 * An account is `[key, records, slice, attributes]`, a tenant or source `[key, slice, undated, days]`.
 */
export function encodeContributions(contributions: EarlierContributions): string {
  const group = (key: string, { slice, undated, days }: GroupContribution): unknown => [key, slice, undated, days];
  return `${canonicalJson({
    schema: CONTRIBUTIONS_SCHEMA,
    accounts: rows(contributions.accounts, (key, one) => [key, one.records, one.slice, one.attributes]),
    tenants: rows(contributions.tenants, group),
    sources: rows(contributions.sources, group),
  })}\n`;
}

/**
 * Reads what `encodeContributions` wrote. Attacker controls: the text, where the state folder is not protected; a caller
 * that relies on it compares its digest with the ledger first. Throws a `BezoarError` `caps/contributions` at the first
 * value that is not as written: a lineage that is read in part would forget somebody.
 */
export function parseContributions(text: string): EarlierContributions {
  if (text.length > MAX_CONTRIBUTIONS_LENGTH) {
    refuse(`expected at most ${MAX_CONTRIBUTIONS_LENGTH} characters, got ${text.length}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BezoarError('caps/contributions', 'the contributions of earlier corpora are no JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('expected an object');
  const { schema, accounts, tenants, sources, ...rest } = value as Readonly<Record<string, unknown>>;
  if (schema !== CONTRIBUTIONS_SCHEMA) refuse(`expected the schema ${CONTRIBUTIONS_SCHEMA}, got \`${String(schema)}\``);
  for (const key of Object.keys(rest)) refuse(`unknown key \`${key}\``);
  return {
    accounts: parseRows(accounts, 'accounts', parseAccount),
    tenants: parseRows(tenants, 'tenants', parseGroup),
    sources: parseRows(sources, 'sources', parseGroup),
  };
}

function rows<T>(groups: ReadonlyMap<string, T>, row: (key: string, one: T) => unknown): readonly unknown[] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => row(key, one));
}

function parseRows<T>(
  value: unknown,
  what: string,
  parse: (row: readonly unknown[], what: string) => T,
): ReadonlyMap<string, T> {
  if (!Array.isArray(value)) return refuse(`expected a list of ${what}`);
  const parsed = new Map<string, T>();
  let before = '';
  for (const [index, row] of (value as readonly unknown[]).entries()) {
    const where = `${what}[${index}]`;
    if (!Array.isArray(row) || row.length !== 4) return refuse(`expected four values in ${where}`);
    const [key, ...values] = row as readonly unknown[];
    if (typeof key !== 'string' || !isContributionKey(key)) return refuse(`expected a key in ${where}`);
    if (key <= before) refuse(`expected rising keys in ${what}, got \`${key}\` in ${where}`);
    before = key;
    parsed.set(key, parse(values, where));
  }
  return parsed;
}

function parseAccount([records, slice, attributes]: readonly unknown[], where: string): AccountContribution {
  const counted = { records: countOf(records, where), slice: countOf(slice, where) };
  if (counted.slice > counted.records)
    refuse(`expected at most ${counted.records} in the slice of ${where}, got ${counted.slice}`);
  if (!Array.isArray(attributes)) return refuse(`expected a list of attributes in ${where}`);
  let before = '';
  for (const one of attributes as readonly unknown[]) {
    if (typeof one !== 'string' || !isAttribute(one)) return refuse(`expected name:key in ${where}`);
    if (one <= before) refuse(`expected rising attributes in ${where}`);
    before = one;
  }
  return { ...counted, attributes: attributes as readonly string[] };
}

function isAttribute(text: string): boolean {
  const name = attributeName(text);
  return name !== '' && name.length <= 128 && isContributionKey(text.slice(name.length + 1));
}

function parseGroup([slice, undated, days]: readonly unknown[], where: string): GroupContribution {
  if (!Array.isArray(days)) return refuse(`expected a list of days in ${where}`);
  let before = Number.NEGATIVE_INFINITY;
  const parsed = (days as readonly unknown[]).map((pair): readonly [number, number] => {
    if (!Array.isArray(pair) || pair.length !== 2) return refuse(`expected a day and its records in ${where}`);
    const [day, records] = pair as readonly unknown[];
    if (typeof day !== 'number' || !Number.isInteger(day) || Math.abs(day) > MAX_CONTRIBUTION_DAY) {
      return refuse(`expected a day within ${MAX_CONTRIBUTION_DAY} of the epoch in ${where}, got \`${String(day)}\``);
    }
    if (day <= before) refuse(`expected rising days in ${where}`);
    before = day;
    return [day, countOf(records, where)];
  });
  return { slice: countOf(slice, where), undated: countOf(undated, where), days: parsed };
}

function countOf(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_CONTRIBUTED_RECORDS) {
    return value;
  }
  return refuse(`expected a number of records in ${where}, got \`${String(value)}\``);
}

function refuse(reason: string): never {
  throw new BezoarError('caps/contributions', `the contributions of earlier corpora cannot be read: ${reason}`);
}
