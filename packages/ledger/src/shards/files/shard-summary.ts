import {
  BezoarError,
  canonicalJson,
  isSha256,
  type JsonObject,
  parseStrictJson,
  type Sha256,
  TRUST_TIERS,
  type TrustTier,
} from '@bezoar/core';
import { isInstant } from '../../entry/check-entry.ts';
import type { Storage } from '../../storage/storage.ts';
import { damaged } from './shard-error.ts';
import { isRecordsPerShard, SHARDS_FORMAT, SUMMARY_FILE, shardFile } from './shard-layout.ts';

/** What is known of one shard without reading it. */
export interface ShardSummary {
  /** Root of its records: on level 16 of the corpus tree if it is full. */
  readonly root: Sha256;
  readonly records: number;
  /** Records by tier; tiers without any are left out. */
  readonly tiers: Readonly<Partial<Record<TrustTier, number>>>;
  /** Earliest and latest time of its records: when they were made, or ingested where that is not known. */
  readonly from: string;
  readonly to: string;
}

/** What `shards.json` says. Counts and times are as they were at admission: erasing a row does not change them. */
export interface CorpusSummary {
  readonly recordsPerShard: number;
  /** Records of the corpus: leaves of its tree. */
  readonly size: number;
  readonly root: Sha256;
  readonly shards: readonly ShardSummary[];
}

/** Largest `shards.json`, bytes: 250 a shard, so a corpus of 17 billion records (CWE-770). */
const MAX_SUMMARY_BYTES: number = 64 * 1024 * 1024;
const MAX_MARK_BYTES = 4096;

/** Bytes of `shards.json`: canonical JSON and a line end. */
export function encodeCorpusSummary(summary: CorpusSummary): Uint8Array {
  return Buffer.from(`${canonicalJson({ format: SHARDS_FORMAT, ...summary })}\n`, 'utf8');
}

/** What marks a shard as complete, in a file of its own. */
export interface ShardMark {
  /** What the writer was told, to tell a full shard from the last one. */
  readonly recordsPerShard: number;
  readonly shard: ShardSummary;
}

/** Bytes of what marks a shard as complete. */
export function encodeShardMark(mark: ShardMark): Uint8Array {
  return Buffer.from(`${canonicalJson({ format: SHARDS_FORMAT, ...mark })}\n`, 'utf8');
}

/** Reads `shards.json`; `undefined` where there is none. Throws `shards/altered-summary` unless it agrees with itself. */
// Attacker controls: the file. That its root is true, only a signed checkpoint says.
export async function readCorpusSummary(storage: Storage): Promise<CorpusSummary | undefined> {
  const summary = await readJson(storage, SUMMARY_FILE, MAX_SUMMARY_BYTES);
  if (summary === undefined) return undefined;
  const { format, recordsPerShard, size, root, shards, ...rest } = summary;
  const isSummary =
    format === SHARDS_FORMAT &&
    isRecordsPerShard(recordsPerShard) &&
    Number.isSafeInteger(size) &&
    isDigest(root) &&
    Array.isArray(shards) &&
    Object.keys(rest).length === 0 &&
    shards.every(isShardSummary) &&
    areShardsOf(shards as ShardSummary[], recordsPerShard, size as number);
  if (!isSummary) throw altered(SUMMARY_FILE);
  return summary as unknown as CorpusSummary;
}

/** Reads what marks a shard as complete; `undefined` where it is not. Throws `shards/altered-summary`. */
export async function readShardMark(storage: Storage, shard: number): Promise<ShardMark | undefined> {
  const path = shardFile(shard, 'json');
  const value = await readJson(storage, path, MAX_MARK_BYTES);
  if (value === undefined) return undefined;
  const { format, recordsPerShard, shard: summary, ...rest } = value;
  const isMark =
    format === SHARDS_FORMAT &&
    isRecordsPerShard(recordsPerShard) &&
    isShardSummary(summary) &&
    summary.records <= recordsPerShard &&
    Object.keys(rest).length === 0;
  if (!isMark) throw altered(path);
  return { recordsPerShard, shard: summary };
}

function areShardsOf(shards: readonly ShardSummary[], recordsPerShard: number, size: number): boolean {
  const last = shards.length - 1;
  const areFull = shards.every(({ records }, at) => at === last || records === recordsPerShard);
  const sum = shards.reduce((total, { records }) => total + records, 0);
  return areFull && (shards[last]?.records ?? 0) <= recordsPerShard && sum === size;
}

function isShardSummary(value: unknown): value is ShardSummary {
  if (typeof value !== 'object' || value === null) return false;
  const { root, records, tiers, from, to, ...rest } = value as JsonObject;
  return (
    isDigest(root) &&
    Number.isSafeInteger(records) &&
    (records as number) > 0 &&
    areTiers(tiers, records as number) &&
    isInstant(from) &&
    isInstant(to) &&
    (from as string) <= (to as string) &&
    Object.keys(rest).length === 0
  );
}

function areTiers(value: unknown, records: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const counts = Object.entries(value);
  const areCounts = counts.every(
    ([tier, count]) => TRUST_TIERS.includes(tier as TrustTier) && Number.isSafeInteger(count) && count > 0,
  );
  return areCounts && counts.reduce((total, [, count]) => total + count, 0) === records;
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && isSha256(value);
}

async function readJson(storage: Storage, path: string, maxBytes: number): Promise<JsonObject | undefined> {
  const bytes = await storage.read(path, maxBytes);
  if (bytes === undefined) return undefined;
  try {
    const value = parseStrictJson(bytes, { maxBytes, maxDepth: 4 });
    // One form only, so that a byte that was changed anywhere is noticed.
    if (Buffer.from(`${canonicalJson(value)}\n`, 'utf8').equals(bytes)) return value as JsonObject;
  } catch (cause) {
    if (!(cause instanceof BezoarError)) throw cause;
    throw altered(path, cause);
  }
  throw altered(path);
}

function altered(path: string, cause?: unknown): Error {
  return damaged('shards/altered-summary', `\`${path}\` is not what a writer writes`, cause);
}
