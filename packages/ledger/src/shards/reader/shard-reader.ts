import { BezoarError, type Sha256, UsageError } from '@bezoar/core';
import { inclusionProof } from '../../merkle/tree.ts';
import type { Storage } from '../../storage/storage.ts';
import { searchIndex } from '../files/index-file.ts';
import { piecesOf } from '../files/rows-file.ts';
import { damaged } from '../files/shard-error.ts';
import { PIECE_RECORDS, SUMMARY_FILE, storageAt } from '../files/shard-layout.ts';
import { readCorpusSummary, type ShardSummary } from '../files/shard-summary.ts';
import { parseProvenanceRow } from '../row/parse-row.ts';
import { type ProvenanceKeyKind, provenanceKey } from '../row/provenance-key.ts';
import type { ProvenanceRow } from '../row/provenance-row.ts';
import { openShardTree } from '../tree/shard-tree.ts';
import { type PieceOfRows, readVerifiedRows } from './verified-rows.ts';

/** Records that a look-up gives if nothing else is asked for: more than anyone reads, and a bounded answer (CWE-770). */
export const MAX_FOUND_RECORDS = 10_000;
/** Shards that are searched at the same time. */
const PARALLEL_SHARDS = 16;
/** Pieces of rows kept in memory: 256 rows each, up to 4 MiB. */
const CACHED_PIECES = 4;

/** What a look-up found. */
export interface FoundRecords {
  /** Leaf indices, ascending. */
  readonly leafIndices: readonly number[];
  /** Whether these are all: false where the limit was reached. */
  readonly isComplete: boolean;
}

/** A record of the corpus, in the order of the tree. */
export interface LeafRow {
  readonly leafIndex: number;
  /** `undefined` where the row was erased. */
  readonly row: ProvenanceRow | undefined;
}

/**
 * Reads the provenance of a corpus. Memory does not depend on its size, but for 64 bytes a shard. Everything read is checked
 * below `root` and throws a `BezoarError` `shards/altered-row`, `shards/altered-tile`, `shards/altered-index` or `shards/missing`
 * where it is not. That the root is the corpus's own, only a signed checkpoint says: compare them. A row that is erased while the
 * reader is open may be given from among the last 1024 that it read.
 */
export interface ShardReader {
  /** Records, erased ones included. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly rootHex: Sha256;
  readonly shards: readonly ShardSummary[];
  /**
   * The records with a value, at most `limit`. A digest, id or account is compared with the row; a text is not in the row, so that
   * what is found by one is a candidate: compare the text. Erased records are not found. The index is not below the root: a record
   * that somebody took out of it is missed here, and found by `verifyShards` unless it was a text.
   * Throws a `UsageError` `shards/bad-key`.
   */
  find(kind: ProvenanceKeyKind, value: string, limit?: number): Promise<FoundRecords>;
  /** A record's row; `undefined` where it was erased. Throws a `UsageError` `shards/index`. */
  row(leafIndex: number): Promise<ProvenanceRow | undefined>;
  /** Inclusion proof of a leaf, erased or not, from its sibling up. Throws `merkle/index`. */
  prove(leafIndex: number): Promise<Uint8Array[]>;
  /** All rows in the order of the tree, 256 in memory at a time. */
  rows(): AsyncGenerator<LeafRow, void, undefined>;
}

/**
 * Opens a finished folder. Throws `shards/missing` where there is no `shards.json`, and `shards/altered-summary`. Nothing is kept
 * open, so there is nothing to close.
 */
export async function openShardReader(folder: string | Storage): Promise<ShardReader> {
  const storage = storageAt(folder);
  const summary = await readCorpusSummary(storage);
  if (summary === undefined) throw damaged('shards/missing', `\`${SUMMARY_FILE}\` is missing`);
  const { recordsPerShard, shards, size } = summary;
  const tree = await openShardTree(storage, summary);
  const cache = new Map<string, Uint8Array[]>();

  const rowsOf = async (at: PieceOfRows): Promise<Uint8Array[]> => {
    const key = `${at.shard}/${at.piece}`;
    const rows = cache.get(key) ?? (await readVerifiedRows(storage, tree, at));
    cache.delete(key);
    cache.set(key, rows);
    if (cache.size > CACHED_PIECES) cache.delete(cache.keys().next().value!);
    return rows;
  };
  const rowAt = async (leafIndex: number): Promise<ProvenanceRow | undefined> => {
    if (!Number.isSafeInteger(leafIndex) || leafIndex < 0 || leafIndex >= size) {
      throw new UsageError('shards/index', `expected the index of one of ${size} records, got \`${leafIndex}\``);
    }
    const shard = Math.floor(leafIndex / recordsPerShard);
    const inShard = leafIndex % recordsPerShard;
    const piece = Math.floor(inShard / PIECE_RECORDS);
    const rows = await rowsOf({ shard, piece, records: shards[shard]!.records });
    return parsed(rows[inShard % PIECE_RECORDS]!, leafIndex);
  };
  const searchShards = (first: number, kind: ProvenanceKeyKind, value: string, limit: number): Promise<number[][]> => {
    const key = provenanceKey(kind, value);
    const searched = shards.slice(first, first + PARALLEL_SHARDS).map(async ({ records }, at) => {
      const found = await searchIndex(storage, first + at, records, key, limit);
      return found.map((record) => (first + at) * recordsPerShard + record);
    });
    return Promise.all(searched);
  };

  return {
    size,
    root: tree.root,
    rootHex: summary.root,
    shards,
    find: async (kind, value, limit = MAX_FOUND_RECORDS) => {
      provenanceKey(kind, value);
      const leafIndices: number[] = [];
      for (let first = 0; first < shards.length; first += PARALLEL_SHARDS) {
        // One more than asked for, to tell whether these are all; candidates may turn out to be others.
        for (const candidate of (await searchShards(first, kind, value, Number.POSITIVE_INFINITY)).flat()) {
          const row = await rowAt(candidate);
          if (row === undefined || !hasValue(row, kind, value)) continue;
          if (leafIndices.length === limit) return { leafIndices, isComplete: false };
          leafIndices.push(candidate);
        }
      }
      return { leafIndices, isComplete: true };
    },
    row: rowAt,
    prove: (leafIndex) => inclusionProof(leafIndex, size, tree.hash),
    rows: async function* () {
      for (const [shard, { records }] of shards.entries()) {
        for (let piece = 0; piece < piecesOf(records); piece += 1) {
          const rows = await readVerifiedRows(storage, tree, { shard, piece, records });
          const first = shard * recordsPerShard + piece * PIECE_RECORDS;
          for (const [at, bytes] of rows.entries()) yield { leafIndex: first + at, row: parsed(bytes, first + at) };
        }
      }
    },
  };
}

function parsed(bytes: Uint8Array, leafIndex: number): ProvenanceRow | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return parseProvenanceRow(bytes);
  } catch (cause) {
    // The leaf is below the root, so whoever built the tree wrote no row.
    const reason = cause instanceof BezoarError ? cause.message : String(cause);
    throw new BezoarError('shards/bad-row', `record ${leafIndex}: ${reason}`, { cause });
  }
}

function hasValue(row: ProvenanceRow, kind: ProvenanceKeyKind, value: string): boolean {
  return kind === 'text' || row[kind] === value;
}
