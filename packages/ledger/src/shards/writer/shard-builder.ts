import { hash } from 'node:crypto';
import { UsageError } from '@bezoar/core';
import { HASH_BYTES } from '../../merkle/hash.ts';
import { MAX_KEYS_PER_RECORD } from '../files/index-file.ts';
import { createKeyList } from '../files/key-list.ts';
import { PIECE_RECORDS } from '../files/shard-layout.ts';
import type { ShardSummary } from '../files/shard-summary.ts';
import { createShardTally } from '../files/shard-tally.ts';
import { unwritableRow } from '../row/check-row.ts';
import { createRowEncoder } from '../row/encode-row.ts';
import { digestKey, type ProvenanceKey, provenanceKey } from '../row/provenance-key.ts';
import { MAX_ROW_BYTES, type ProvenanceRow } from '../row/provenance-row.ts';

/** Most texts that a record may be looked up by: the rest of its keys are its digest, id and account. */
export const MAX_TEXTS_PER_RECORD: number = MAX_KEYS_PER_RECORD - 3;

/** Bytes of a UTF-16 unit in UTF-8, at most. */
const UTF8_RATIO = 3;
const LINE_END = 0x0a;
const LEAF_PREFIX = 0x00;

/** One shard while it is being filled, in memory but for its rows: 2 MiB of leaf hashes and 12 bytes a key. */
export interface ShardBuilder {
  readonly records: number;
  /** Adds a row; nothing is changed where it throws `shards/bad-row` or `shards/too-many-texts` (`UsageError`). */
  add(row: ProvenanceRow, texts: readonly string[]): void;
  /** The rows since the last call, at most 256, each with its line end; a copy. */
  takePiece(): Uint8Array;
  /** A view of the leaf hashes so far. */
  leaves(): Uint8Array;
  /** The sorted entries of the index so far. */
  sortedKeys(): Uint8Array;
  summary(root: string): ShardSummary;
  clear(): void;
}

/** Starts an empty shard that will hold at most `capacity` records. */
export function createShardBuilder(capacity: number): ShardBuilder {
  const leafHashes = Buffer.allocUnsafeSlow(capacity * HASH_BYTES);
  const keys = createKeyList(capacity * 4);
  const encode = createRowEncoder();
  // One byte before the first row, for the prefix of its leaf; afterwards the line end before each row serves.
  let lines = Buffer.allocUnsafeSlow(1 + PIECE_RECORDS * 1024);
  let end = 1;
  let records = 0;
  let tally = createShardTally();

  // An account sends many records, and a shard bounds how many there are.
  const accountKeys = new Map<string, ProvenanceKey>();
  const accountKey = (account: string): ProvenanceKey => {
    const known = accountKeys.get(account);
    if (known !== undefined) return known;
    const key = provenanceKey('account', account);
    accountKeys.set(account, key);
    return key;
  };

  const makeRoom = (bytes: number): void => {
    if (end + bytes <= lines.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * lines.length, end + bytes));
    larger.set(lines.subarray(0, end));
    lines = larger;
  };

  return {
    get records() {
      return records;
    },
    add: (row, texts) => {
      if (texts.length > MAX_TEXTS_PER_RECORD) throw tooManyTexts(texts.length);
      const text = encode(row);
      if (text.length > MAX_ROW_BYTES) throw unwritableRow(row);
      makeRoom(UTF8_RATIO * text.length + 1);
      const length = lines.write(text, end, 'utf8');
      if (length > MAX_ROW_BYTES) throw unwritableRow(row);
      // SHA-256(0x00 || row) without a copy: the byte before the row is lent for the prefix (RFC 6962 section 2.1).
      lines[end - 1] = LEAF_PREFIX;
      const leaf = hash('sha256', lines.subarray(end - 1, end + length), 'binary');
      leafHashes.write(leaf, records * HASH_BYTES, 'latin1');
      lines[end - 1] = LINE_END;
      end += length;
      lines[end] = LINE_END;
      end += 1;
      keys.add(digestKey(row.digest), records);
      if (row.id !== undefined) keys.add(provenanceKey('id', row.id), records);
      if (row.account !== undefined) keys.add(accountKey(row.account), records);
      for (const one of texts) keys.add(provenanceKey('text', one), records);
      tally.add(row);
      records += 1;
    },
    takePiece: () => {
      const piece = Uint8Array.prototype.slice.call(lines, 1, end);
      end = 1;
      return piece;
    },
    leaves: () => leafHashes.subarray(0, records * HASH_BYTES),
    sortedKeys: () => keys.sorted(),
    summary: (root) => ({ root, ...tally.counts() }),
    clear: () => {
      keys.clear();
      accountKeys.clear();
      end = 1;
      records = 0;
      tally = createShardTally();
    },
  };
}

function tooManyTexts(count: number): Error {
  return new UsageError(
    'shards/too-many-texts',
    `expected at most ${MAX_TEXTS_PER_RECORD} texts of a record, got ${count}`,
  );
}
