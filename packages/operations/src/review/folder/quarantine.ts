import { canonicalJson, describeError, isSha256, type Sha256, sha256, sha256Stream, UsageError } from '@bezoar/core';
import { RULE_REASONS } from '@bezoar/corpus';
import { type LinePlace, readLines } from './line-file.ts';

/** Codes and findings of one record that are looked at, and letters of one (CWE-770): the catalogue has some fifty codes. */
const MAX_LABELS = 256;
const MAX_LABEL_LENGTH = 512;

/** A record that was kept out. Its text is read again when it is shown. */
export interface QuarantinedRecord extends LinePlace {
  readonly digest: Sha256;
  /** Attacker controls: the record's own id. */
  readonly recordId: string;
  readonly codes: readonly string[];
  readonly findings: readonly string[];
  readonly isInSlice: boolean;
}

/** `quarantine.jsonl`. */
export interface Quarantine {
  /** SHA-256 of the file. */
  readonly sha256: Sha256;
  /** To be read by people, one per digest. */
  readonly flagged: readonly QuarantinedRecord[];
  /** Records that nobody needs to read. */
  readonly passedOver: number;
}

/**
 * Reads what an admission kept out. Without `all` nobody reads what only a rule of the pipeline kept out. Throws `review/malformed` with the line:
 * a line that is not understood might be the one that matters.
 */
export async function readQuarantine(path: string, all: boolean): Promise<Quarantine> {
  const digest = sha256Stream();
  const flagged = new Map<Sha256, QuarantinedRecord>();
  let passedOver = 0;
  let number = 0;
  for await (const { bytes, offset, length } of readLines(path, (chunk) => digest.update(chunk))) {
    number++;
    const record = { ...parseLine(bytes, `${path}:${number}`), offset, length };
    const isRuleOnly = record.findings.length === 0 && record.codes.every((code) => RULE_REASONS.has(code));
    if (!all && record.codes.length > 0 && isRuleOnly) {
      passedOver++;
      continue;
    }
    const former = flagged.get(record.digest);
    flagged.set(record.digest, former === undefined ? record : combined(former, record));
  }
  return { sha256: digest.digest(), flagged: [...flagged.values()], passedOver };
}

/** The record of a line of the quarantine, as canonical JSON. */
export function recordOfLine(line: string): string {
  return canonicalJson((JSON.parse(line) as { readonly record: unknown }).record);
}

function parseLine(bytes: Uint8Array, where: string): Omit<QuarantinedRecord, keyof LinePlace> {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Readonly<Record<string, unknown>>;
    const { digest, recordId, codes, findings, slice, record } = value ?? {};
    if (typeof digest !== 'string' || !isSha256(digest)) throw new Error('expected a `digest`');
    if (!isLabels(codes) || !isLabels(findings)) throw new Error('expected lists of `codes` and `findings`');
    if (typeof recordId !== 'string' || (slice !== undefined && typeof slice !== 'boolean'))
      throw new Error('expected a `recordId`');
    const actual = sha256(canonicalJson(record));
    if (actual !== digest) throw new Error(`expected a record with the digest ${digest}, got ${actual}`);
    return { digest, recordId, codes, findings, isInSlice: slice === true };
  } catch (error) {
    throw new UsageError('review/malformed', `\`${where}\`: ${describeError(error)}`, { cause: error });
  }
}

function isLabels(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_LABELS &&
    value.every((one) => typeof one === 'string' && one.length <= MAX_LABEL_LENGTH)
  );
}

/** Identical copies are one record to read, with what was found of any. */
function combined(a: QuarantinedRecord, b: QuarantinedRecord): QuarantinedRecord {
  return {
    ...a,
    codes: [...new Set([...a.codes, ...b.codes])].sort(),
    findings: [...new Set([...a.findings, ...b.findings])].sort(),
    isInSlice: a.isInSlice || b.isInSlice,
  };
}
