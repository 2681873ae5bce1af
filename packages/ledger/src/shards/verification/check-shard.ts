import { BezoarError } from '@bezoar/core';
import { HASH_BYTES } from '../../merkle/hash.ts';
import type { Storage } from '../../storage/storage.ts';
import { readIndex } from '../files/index-file.ts';
import { createKeyList, INDEX_ENTRY_BYTES, type KeyList } from '../files/key-list.ts';
import { inflatePiece } from '../files/row-piece.ts';
import { piecesOf, readDirectory, readMember, recordsInPiece } from '../files/rows-file.ts';
import { damaged } from '../files/shard-error.ts';
import { PIECE_RECORDS, shardFile } from '../files/shard-layout.ts';
import { encodeShardMark, readShardMark, type ShardSummary } from '../files/shard-summary.ts';
import { createShardTally, isSummaryOf, type ShardTally } from '../files/shard-tally.ts';
import { wrongRows } from '../reader/verified-rows.ts';
import { parseProvenanceRow } from '../row/parse-row.ts';
import { provenanceKey } from '../row/provenance-key.ts';
import { shardNodes, shardRoot } from '../tree/shard-nodes.ts';
import type { ShardProblem } from './shard-problem.ts';

/** A shard to check, and where to report. */
export interface ShardCheck {
  readonly storage: Storage;
  readonly shard: number;
  readonly summary: ShardSummary;
  readonly recordsPerShard: number;
  readonly report: (problem: ShardProblem) => void;
  readonly onErased: (leafIndex: number) => void;
}

/** Rehashes a shard from its rows up and compares every file with the others. Memory: one shard's hashes and keys. */
export async function checkShard(check: ShardCheck): Promise<void> {
  const { storage, shard, summary, recordsPerShard } = check;
  const leaves = await attempt(check, () => checkTiles(check));
  await attempt(check, async () => {
    const mark = await readShardMark(storage, shard);
    if (mark === undefined) throw damaged('shards/missing', `\`${shardFile(shard, 'json')}\` is missing`);
    if (!Buffer.from(encodeShardMark(mark)).equals(encodeShardMark({ recordsPerShard, shard: summary }))) {
      throw damaged('shards/altered-summary', `\`${shardFile(shard, 'json')}\` is not what the summary says`);
    }
  });
  const found = leaves && (await attempt(check, () => checkRows(check, leaves)));
  const entries = await attempt(check, () => readIndex(storage, shard, summary.records));
  if (found !== undefined && !isSummaryOf(summary, found.tally.counts())) {
    const message = `the summary of shard ${shard} does not count its rows`;
    check.report({ code: 'shards/altered-summary', message, shard });
  }
  if (found !== undefined && entries !== undefined) checkIndex(check, entries, found);
}

/** What the rows of a shard say that its index must hold. */
interface FoundRows {
  readonly keys: KeyList;
  readonly tally: ShardTally;
  /** 1 for each record, by place in the shard, whose row was erased. */
  readonly erased: Uint8Array;
}

async function attempt<T>({ report, shard }: ShardCheck, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    report({ code: error.code as ShardProblem['code'], message: error.message, shard });
    return undefined;
  }
}

async function checkTiles({ storage, shard, summary }: ShardCheck): Promise<Uint8Array> {
  const leaves = await readWhole(storage, shardFile(shard, 'tile0'), summary.records * HASH_BYTES);
  const nodes = shardNodes(leaves);
  if (Buffer.from(shardRoot(nodes)).toString('hex') !== summary.root) {
    throw damaged('shards/altered-tile', `\`${shardFile(shard, 'tile0')}\` does not give the root of its shard`);
  }
  const tile1 = await readWhole(storage, shardFile(shard, 'tile1'), nodes.tile1.length);
  if (!Buffer.from(tile1).equals(nodes.tile1)) {
    throw damaged('shards/altered-tile', `\`${shardFile(shard, 'tile1')}\` is not what is above its leaves`);
  }
  return leaves;
}

async function readWhole(storage: Storage, path: string, length: number): Promise<Uint8Array> {
  const size = await storage.size(path);
  if (size === undefined) throw damaged('shards/missing', `\`${path}\` is missing`);
  if (size !== length) throw damaged('shards/altered-tile', `expected ${length} bytes in \`${path}\`, got ${size}`);
  return storage.readRange(path, 0, length);
}

async function checkRows(check: ShardCheck, leaves: Uint8Array): Promise<FoundRows> {
  const { storage, shard, summary, recordsPerShard, report, onErased } = check;
  const { records } = summary;
  const found = { keys: createKeyList(records * 3), tally: createShardTally(), erased: new Uint8Array(records) };
  const lengths = await readDirectory(storage, shard, records);
  for (let piece = 0; piece < piecesOf(records); piece += 1) {
    const first = piece * PIECE_RECORDS;
    const rows = await attempt(check, async () => {
      const member = await readMember(storage, shard, lengths, piece);
      return inflatePiece(member, recordsInPiece(records, piece), shardFile(shard, 'rows.gz'));
    });
    if (rows === undefined) continue;
    const wrong = new Set(wrongRows(rows, leaves.subarray(first * HASH_BYTES)));
    for (const [at, bytes] of rows.entries()) {
      const record = first + at;
      const leafIndex = shard * recordsPerShard + record;
      if (wrong.has(at)) {
        const message = `row ${leafIndex} is not the one below the root`;
        report({ code: 'shards/altered-row', message, shard, leafIndex });
      } else if (bytes.length === 0) {
        found.erased[record] = 1;
        onErased(leafIndex);
      } else addKeys(check, found, bytes, record);
    }
  }
  return found;
}

function addKeys(check: ShardCheck, { keys, tally }: FoundRows, bytes: Uint8Array, record: number): void {
  const leafIndex = check.shard * check.recordsPerShard + record;
  try {
    const row = parseProvenanceRow(bytes);
    tally.add(row);
    keys.add(provenanceKey('digest', row.digest), record);
    if (row.id !== undefined) keys.add(provenanceKey('id', row.id), record);
    if (row.account !== undefined) keys.add(provenanceKey('account', row.account), record);
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    check.report({
      code: 'shards/bad-row',
      message: `row ${leafIndex}: ${error.message}`,
      shard: check.shard,
      leafIndex,
    });
  }
}

/** Both lists are sorted by key and then by record, so that one walk compares them. */
function checkIndex(check: ShardCheck, entries: Uint8Array, { keys, erased }: FoundRows): void {
  const { shard, summary, recordsPerShard, report } = check;
  const wanted = Buffer.from(keys.sorted());
  const file = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength);
  const path = shardFile(shard, 'index');
  let next = 0;
  for (let at = 0; at < file.length; at += INDEX_ENTRY_BYTES) {
    const end = at + INDEX_ENTRY_BYTES;
    const record = file.readUInt32BE(at + 8);
    if (record >= summary.records || (at > 0 && file.compare(file, at, end, at - INDEX_ENTRY_BYTES, at) > 0)) {
      report({ code: 'shards/altered-index', message: `\`${path}\` is not in order`, shard });
      return;
    }
    if (erased[record] === 1) {
      const leafIndex = shard * recordsPerShard + record;
      const message = `\`${path}\` still leads to row ${leafIndex}, which was erased`;
      report({ code: 'shards/unfinished-erasure', message, shard, leafIndex });
    }
    // A key that no row asks for is that of a text; one that a row asks for and that is passed over is missing.
    if (next < wanted.length && wanted.compare(file, at, end, next, next + INDEX_ENTRY_BYTES) === 0) {
      next += INDEX_ENTRY_BYTES;
    }
  }
  if (next === wanted.length) return;
  const leafIndex = shard * recordsPerShard + wanted.readUInt32BE(next + 8);
  const message = `\`${path}\` does not lead to row ${leafIndex}`;
  report({ code: 'shards/altered-index', message, shard, leafIndex });
}
