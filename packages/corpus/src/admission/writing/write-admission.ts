import { join } from 'node:path';
import {
  BezoarError,
  canonicalJson,
  type FieldMapping,
  recordLabel,
  TRUST_TIERS,
  type TrainingRecord,
} from '@bezoar/core';
import { type AdmittedShard, openShardWriter, type ProvenanceRow } from '@bezoar/ledger';
import { signalsOf, timeOf } from '../../contributions/contribution-part.ts';
import type { InputFile } from '../../readers/inputs.ts';
import { readShard } from '../../readers/read-shard.ts';
import { planShards } from '../../readers/shards.ts';
import { parseRating } from '../../selection/parse-rating.ts';
import type { AdmissionPlan, PlannedFile } from '../admission-plan.ts';
import { reasonsOf } from '../admission-reasons.ts';
import { textKeys } from '../text-keys.ts';
import { LineOffsets } from './line-offsets.ts';
import { OutputFile } from './output-file.ts';

/** Names of the files of an admission. */
export const ADMISSION_FILES = {
  admitted: 'admitted.jsonl',
  quarantine: 'quarantine.jsonl',
  slice: 'slice.json',
} as const;

/** Records out of training that a document lists one by one; all of them stand in the quarantine file (CWE-770). */
export const MAX_LISTED_QUARANTINED = 100_000;

/** Longest text of one field that a side table keeps, bytes of JSON; a row has its limit (CWE-770). */
const MAX_KEPT_BYTES = 1024;
/** Longest path. */
const MAX_PATH_BYTES = 4096;

/** How an admission is written. */
export interface AdmissionOutput {
  /** The files, as the plan has them. */
  readonly files: readonly InputFile[];
  readonly fields: FieldMapping;
  /** Folder of the corpus; there already. */
  readonly folder: string;
  /** Folder of the provenance; made. */
  readonly shards: string;
  /** ISO 8601. */
  readonly ingestedAt: string;
  /** Keyed names. */
  readonly account: (tenant: string, account: string) => string;
  readonly tenant: (tenant: string) => string;
  /** 16 fresh random bytes, hexadecimal. */
  readonly nonce: () => string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A record that is not admitted. */
export interface QuarantinedRecord {
  readonly recordId: string;
  readonly codes: readonly string[];
}

/** What was written, all of it on disk. */
export interface WrittenAdmission {
  readonly admitted: {
    readonly records: number;
    readonly bytes: number;
    readonly sha256: string;
    readonly slice: number;
  };
  readonly quarantine: { readonly records: number; readonly bytes: number; readonly sha256: string };
  /** Cut at `MAX_LISTED_QUARANTINED`. */
  readonly quarantined: readonly QuarantinedRecord[];
  readonly root: string;
  readonly shards: readonly AdmittedShard[];
}

/**
 * Reads the intake once more and writes every record where the plan says: admitted ones as canonical JSON, so that the digest
 * of a line is the digest of its record; the others beside them with their reasons. Each admitted record gets its row and
 * leaf in the shards. Everything is written from its beginning.
 *
 * Throws `admit/input-changed` where a file no longer holds what was examined.
 */
export async function writeAdmission(plan: AdmissionPlan, output: AdmissionOutput): Promise<WrittenAdmission> {
  const admitted = await OutputFile.create(join(output.folder, ADMISSION_FILES.admitted));
  const quarantine = await OutputFile.create(join(output.folder, ADMISSION_FILES.quarantine));
  const slice = await OutputFile.create(join(output.folder, ADMISSION_FILES.slice));
  const shards = await openShardWriter(output.shards);
  const offsets = await LineOffsets.create(output.shards);
  const quarantined: QuarantinedRecord[] = [];
  const sliceLines: number[] = [];
  let leaf = 0;
  let left = 0;
  try {
    for await (const { record, number, file } of recordsOf(plan, output)) {
      const bits = plan.reasons[number]!;
      const line = record.canonical ?? '';
      if (bits === 0) {
        if (plan.inSlice[number] === 1) sliceLines.push(leaf);
        await shards.append(rowOf(record, number, file, plan, output), textKeys(record.conversation));
        await offsets.add(admitted.bytes);
        leaf++;
        await admitted.add(line);
        continue;
      }
      const codes = reasonsOf(bits);
      const { id } = record;
      const recordId = recordLabel(record.place, id, id !== undefined && plan.repeatedIds.has(id));
      if (left++ < MAX_LISTED_QUARANTINED) quarantined.push({ recordId, codes });
      const findings = plan.flagged.get(number) ?? [];
      const head = canonicalJson({ codes, digest: record.digest, findings });
      const isSlice = plan.inSlice[number] === 1 ? ',"slice":true' : '';
      await quarantine.add(`${head.slice(0, -1)},"record":${line},"recordId":${canonicalJson(recordId)}${isSlice}}`);
    }
    await slice.add(JSON.stringify(sliceLines));
    await slice.finish();
    await offsets.finish(admitted.bytes);
    const { size, rootHex: root, shards: roots } = await shards.finish();
    if (size !== leaf) throw changed(`expected ${size} admitted records, got ${leaf}`);
    return {
      admitted: { records: leaf, ...(await admitted.finish()), slice: sliceLines.length },
      quarantine: { records: left, ...(await quarantine.finish()) },
      quarantined,
      root,
      shards: roots.map((one) => ({ root: one.root, records: one.records })),
    };
  } finally {
    for (const one of [admitted, quarantine, slice, shards, offsets]) await one.close();
  }
}

interface NumberedRecord {
  readonly record: TrainingRecord;
  /** In the intake. */
  readonly number: number;
  readonly file: PlannedFile;
}

/** The records of the intake in its order, each held against the plan. */
async function* recordsOf(
  plan: AdmissionPlan,
  { files, fields, signal, onProgress }: AdmissionOutput,
): AsyncGenerator<NumberedRecord> {
  let number = 0;
  for (const shard of planShards(files, 1)) {
    const file = plan.files[shard.fileIndex]!;
    const reading = { fields, keepsText: true, ...(signal === undefined ? {} : { signal }) };
    for await (const batch of readShard(shard, reading)) {
      for (const record of batch.records) {
        const expected = Buffer.from(plan.digests.buffer, plan.digests.byteOffset + number * 32, 32).toString('hex');
        if (number >= plan.records || record.digest !== expected) {
          throw changed(`\`${file.path}\` changed while it was admitted, at line ${record.place.line}`);
        }
        yield { record, number: number++, file };
      }
      onProgress?.(number, plan.records);
    }
  }
  if (number < plan.records) throw changed(`expected ${plan.records} records in the inputs, got ${number}`);
}

function rowOf(
  record: TrainingRecord,
  number: number,
  file: PlannedFile,
  plan: AdmissionPlan,
  output: AdmissionOutput,
): ProvenanceRow {
  const { tenant, account } = record.principal;
  const accountKey = account === '' ? undefined : output.account(tenant, account);
  const cluster = accountKey === undefined ? undefined : plan.clusters.get(accountKey);
  const createdMs = timeOf(record.createdAt);
  const selectedBy = selectionOf(record, plan);
  const { parents = [], generator, id = '' } = record;
  const path = jsonBytes(file.path) > MAX_PATH_BYTES ? `a path of ${file.path.length} characters` : file.path;
  return {
    v: 1,
    digest: record.digest,
    nonce: output.nonce(),
    ...(id === '' || jsonBytes(id) > MAX_KEPT_BYTES ? {} : { id }),
    source: { name: file.source, path, line: record.place.line, sha256: file.sha256 },
    ...(tenant === '' ? {} : { tenant: output.tenant(tenant) }),
    ...(accountKey === undefined ? {} : { account: accountKey }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(Number.isNaN(createdMs) ? {} : { createdAt: new Date(createdMs).toISOString() }),
    ingestedAt: output.ingestedAt,
    ...(selectedBy === '' ? {} : { selectedBy }),
    ...(plan.inSlice[number] === 1 ? { slice: true } : {}),
    tier: TRUST_TIERS[plan.tiers[number]!]!,
    ...(parents.length === 0 ? {} : { parents }),
    ...(generator === undefined ? {} : { generator }),
    transforms: ['canonical-json'],
  };
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/** The signals that selected a record: of those that the document requires, or that users do not control. */
function selectionOf(record: TrainingRecord, { selection }: AdmissionPlan): string {
  const signals = signalsOf(record, parseRating(record.rating) > 0);
  const counting =
    selection === undefined
      ? signals
      : signals.filter((name) =>
          selection.require.length > 0 ? selection.require.includes(name) : !selection.neverAlone.includes(name),
        );
  const joined = counting.join('+');
  return jsonBytes(joined) > MAX_KEPT_BYTES ? `${counting.length} signals` : joined;
}

function changed(message: string): BezoarError<'admit/input-changed'> {
  return new BezoarError('admit/input-changed', message);
}
