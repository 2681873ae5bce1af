import { BezoarError, type JsonObject, type Sha256 } from '@bezoar/core';
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
import { PREDICATE_BASE } from './predicate-base.ts';
import { checkDescriptors, type ResourceDescriptor, type Subject } from './resource-descriptor.ts';
import { createStatement, type Statement } from './statement.ts';

/** Predicate type of an admission. */
export const CORPUS_ADMISSION_TYPE: string = `${PREDICATE_BASE}corpus-admission/v0.1`;

/** Shards of one corpus: a billion records. Their list stays below the largest statement. */
export const MAX_ADMITTED_SHARDS = 16_384;

/** Inputs of one admission that are listed one by one. */
export const MAX_ADMISSION_INPUTS = 1024;

/** One shard of an admitted corpus. */
export interface AdmittedShard {
  readonly root: Sha256;
  readonly records: number;
}

/**
 * That a corpus was vetted and may train a model: what went in, by which rules, what came out, and the tree that proves
 * each record. The subject is the admitted corpus by the digest of its file.
 */
export interface CorpusAdmission {
  /** `base` or `tenant:ID`. */
  readonly target: string;
  /** The records that came in: digest over their sorted digests. */
  readonly intake: { readonly sha256: Sha256; readonly records: number };
  /** The RFC 6962 tree over the provenance of the admitted records. */
  readonly admitted: { readonly records: number; readonly root: Sha256 };
  readonly shards: readonly AdmittedShard[];
  /** Records that were kept out, by the code of the reason; one record may have several. */
  readonly keptOut: Readonly<Record<string, number>>;
  /** Whether people have to read a sample of it before it trains anything. */
  readonly reviewRequired: boolean;
  /** Policy, report and inputs. */
  readonly configuration: readonly ResourceDescriptor[];
}

const HEX = /^[0-9a-f]{64}$/;
const KEYS = ['target', 'intake', 'admitted', 'shards', 'keptOut', 'reviewRequired', 'configuration'];
const MAX_CODES = 64;

/** A statement that these bytes were admitted. Throws `statement/malformed`, as `parseCorpusAdmission` would. */
export function createCorpusAdmission(
  subject: readonly Subject[],
  admission: CorpusAdmission,
): Statement<CorpusAdmission> {
  const statement = createStatement(subject, CORPUS_ADMISSION_TYPE, admission);
  parseCorpusAdmission(statement);
  return statement;
}

/**
 * Reads the predicate of an admission. Throws `statement/wrong-type`, or `statement/malformed` with every fault: among them
 * shards that do not add up to the corpus.
 */
export function parseCorpusAdmission(statement: Statement<object>): CorpusAdmission {
  if (statement.predicateType !== CORPUS_ADMISSION_TYPE) {
    throw new BezoarError(
      'statement/wrong-type',
      `expected predicate type \`${CORPUS_ADMISSION_TYPE}\`, got \`${statement.predicateType}\``,
    );
  }
  // Attacker controls: every field, unless the caller has verified who signed.
  const predicate = statement.predicate as JsonObject;
  const faults: Faults = [];
  onlyKeys(predicate, KEYS, 'predicate', faults);
  formAt(predicate.target, /^(?:base|tenant:.{1,512})$/su, '`base` or `tenant:ID`', 'target', faults);
  countedDigest(predicate.intake, 'sha256', 'intake', faults);
  const admitted = countedDigest(predicate.admitted, 'root', 'admitted', faults);
  let records = 0;
  for (const [index, item] of arrayAt(predicate.shards, 0, MAX_ADMITTED_SHARDS, 'shards', faults).entries()) {
    records += countedDigest(item, 'root', `shards[${index}]`, faults) ?? 0;
  }
  if (admitted !== undefined && records !== admitted) {
    faults.push(`shards: expected ${admitted} records in all, got ${records}`);
  }
  const keptOut = objectAt(predicate.keptOut, 'keptOut', faults) ?? {};
  if (Object.keys(keptOut).length > MAX_CODES) faults.push(`keptOut: expected at most ${MAX_CODES} codes`);
  for (const [code, count] of Object.entries(keptOut)) {
    textAt(code, 128, 'keptOut', faults);
    countAt(count, `keptOut.${code.slice(0, 64)}`, faults);
  }
  if (typeof predicate.reviewRequired !== 'boolean') faults.push('reviewRequired: expected true or false');
  const bounds = { min: 0, max: MAX_ADMISSION_INPUTS + 8, identified: false };
  checkDescriptors(predicate.configuration, bounds, 'configuration', faults);
  if (faults.length > 0) throw new BezoarError('statement/malformed', listFaults(faults));
  return predicate as unknown as CorpusAdmission;
}

/** `{<digest>, records}`; the number of records, where it is one. */
function countedDigest(value: unknown, digest: string, at: string, faults: Faults): number | undefined {
  const object = objectAt(value, at, faults);
  if (object === undefined) return undefined;
  onlyKeys(object, [digest, 'records'], at, faults);
  formAt(object[digest], HEX, '64 lower-case hexadecimal digits', `${at}.${digest}`, faults);
  return countAt(object.records, `${at}.records`, faults) ? object.records : undefined;
}
