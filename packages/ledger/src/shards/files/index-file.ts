import { hash } from 'node:crypto';
import type { Storage } from '../../storage/storage.ts';
import type { ProvenanceKey } from '../row/provenance-key.ts';
import { INDEX_ENTRY_BYTES } from './key-list.ts';
import { damaged } from './shard-error.ts';
import { shardFile } from './shard-layout.ts';

// `<n>.index`: sorted entries of 12 bytes, then the SHA-256 of them all, which a full verification reads.
const CHECKSUM_BYTES = 32;

/** Keys of one record: its digest, id and account, and texts that the writer gives. Bounds the index (CWE-770). */
export const MAX_KEYS_PER_RECORD = 16;

/**
 * Entries read at once, 16 KiB. A key's place is guessed from its value: in a shard of 200,000 uniform keys the guess is off by
 * less than 683 entries in 99.7 of 100 cases (three standard deviations of a binomial, sqrt(n)/2 = 224 each).
 */
const WINDOW_ENTRIES = 1366;

/** Bytes of an index file from its sorted entries. */
export function encodeIndex(entries: Uint8Array): Uint8Array {
  const file = Buffer.allocUnsafeSlow(entries.length + CHECKSUM_BYTES);
  file.set(entries);
  file.write(hash('sha256', entries, 'hex'), entries.length, 'hex');
  return file;
}

/** All entries of a shard's index, checked against their checksum. Throws `shards/missing` and `shards/altered-index`. */
export async function readIndex(storage: Storage, shard: number, records: number): Promise<Uint8Array> {
  const path = shardFile(shard, 'index');
  const entries = await countEntries(storage, shard, records);
  const file = await storage.readRange(path, 0, entries * INDEX_ENTRY_BYTES + CHECKSUM_BYTES);
  const body = file.subarray(0, entries * INDEX_ENTRY_BYTES);
  if (!Buffer.from(encodeIndex(body)).equals(file)) throw altered(path);
  return body;
}

/** Entries of a shard's index by the length of its file. Throws `shards/missing` and `shards/altered-index`. */
export async function countEntries(storage: Storage, shard: number, records: number): Promise<number> {
  const path = shardFile(shard, 'index');
  const size = await storage.size(path);
  if (size === undefined) throw damaged('shards/missing', `\`${path}\` is missing`);
  const entries = (size - CHECKSUM_BYTES) / INDEX_ENTRY_BYTES;
  if (!Number.isInteger(entries) || entries < 0 || entries > records * MAX_KEYS_PER_RECORD) throw altered(path);
  return entries;
}

/**
 * Places within the shard of the records that have a key, in order: at most `limit`. Reads about 16 KiB, and more only where many
 * records share the key or somebody chose keys that crowd together. Throws `shards/missing` and `shards/altered-index`.
 */
// Attacker controls: the file; and through ids and texts of records, which keys stand in it.
export async function searchIndex(
  storage: Storage,
  shard: number,
  records: number,
  key: ProvenanceKey,
  limit: number,
): Promise<number[]> {
  const count = await countEntries(storage, shard, records);
  const read = (start: number): Promise<Window> => readWindow(storage, shard, count, start);
  // INVARIANT: every entry before `low` has a smaller key, every one from `high` on has this key or a greater one.
  let low = 0;
  let high = count;
  let isGuess = true;
  while (high - low > 0) {
    const guess = Math.floor(((key.high + key.low / 2 ** 32) / 2 ** 32) * count);
    const middle = isGuess ? guess : Math.floor((low + high) / 2);
    isGuess = false;
    const window = await read(Math.max(low, Math.min(middle, high - 1) - WINDOW_ENTRIES / 2));
    const first = firstNotBelow(window, key);
    if (first === 0) high = Math.min(high, window.start);
    else if (first === window.entries) low = window.start + first;
    else return collect(window, first, key, records, limit, read);
    if (first === 0 && window.start <= low) return collect(window, 0, key, records, limit, read);
  }
  return low < count ? collect(await read(low), 0, key, records, limit, read) : [];
}

interface Window {
  readonly shard: number;
  /** Number of its first entry. */
  readonly start: number;
  readonly entries: number;
  readonly view: DataView;
}

async function readWindow(storage: Storage, shard: number, count: number, start: number): Promise<Window> {
  const from = Math.floor(start);
  const entries = Math.min(WINDOW_ENTRIES, count - from);
  const length = entries * INDEX_ENTRY_BYTES;
  const path = shardFile(shard, 'index');
  const bytes = await storage.readRange(path, from * INDEX_ENTRY_BYTES, length);
  if (bytes.length !== length) throw altered(path);
  return { shard, start: from, entries, view: new DataView(bytes.buffer, bytes.byteOffset, length) };
}

function firstNotBelow({ entries, view }: Window, { high, low }: ProvenanceKey): number {
  let from = 0;
  let to = entries;
  while (from < to) {
    const at = (from + to) >>> 1;
    const word = view.getUint32(at * INDEX_ENTRY_BYTES);
    const isBelow = word < high || (word === high && view.getUint32(at * INDEX_ENTRY_BYTES + 4) < low);
    if (isBelow) from = at + 1;
    else to = at;
  }
  return from;
}

async function collect(
  first: Window,
  from: number,
  key: ProvenanceKey,
  records: number,
  limit: number,
  read: (start: number) => Promise<Window>,
): Promise<number[]> {
  const found: number[] = [];
  let window = first;
  for (let at = from; found.length < limit; at += 1) {
    if (at === window.entries) {
      if (window.entries < WINDOW_ENTRIES) return found;
      window = await read(window.start + window.entries);
      at = 0;
      if (window.entries === 0) return found;
    }
    const offset = at * INDEX_ENTRY_BYTES;
    if (window.view.getUint32(offset) !== key.high || window.view.getUint32(offset + 4) !== key.low) return found;
    const record = window.view.getUint32(offset + 8);
    if (record >= records) throw altered(shardFile(window.shard, 'index'));
    // A record that was given the same text twice is one record.
    if (found.at(-1) !== record) found.push(record);
  }
  return found;
}

function altered(path: string): Error {
  return damaged('shards/altered-index', `\`${path}\` is not the index of its shard`);
}
