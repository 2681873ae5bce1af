import { BezoarError, UsageError } from '@bezoar/core';
import type { LedgerEntry } from '../entry/ledger-entry.ts';
import { parseEntry } from '../entry/parse-entry.ts';
import { consistencyProof, type HashReader, inclusionProof, treeRoot } from '../merkle/tree.ts';
import { parseVerifierKey } from '../note/verifier-key.ts';
import { nodeStorage } from '../storage/node-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { TILE_WIDTH } from '../tiles/tile-path.ts';
import { MAX_KEY_BYTES, VERIFIER_KEY_FILE } from './ledger-files.ts';
import { type LogSnapshot, readSnapshot, snapshotHashes } from './log-snapshot.ts';

/** How a ledger is read. */
export interface LedgerReaderOptions {
  /** The log's key in text form. Without it the key that lies beside the log is taken, which its owner could have replaced. */
  readonly verifierKey?: string;
}

/** A log as it was when it was opened. Reads need no lock and may run beside a writer. */
export interface LedgerReader {
  /** Name of the log. */
  readonly origin: string;
  /** Key that the checkpoint was verified with, in text form. */
  readonly verifierKey: string;
  /** Entries, those included that only the journal holds. */
  readonly size: number;
  /** Root over them, 32 bytes. */
  readonly root: Uint8Array;
  /** Signed note of the newest checkpoint. */
  readonly checkpoint: string;
  /** One entry. Throws `ledger/no-entry` (`UsageError`) beyond the log. */
  entry(index: number): Promise<LedgerEntry>;
  /** Entries from `from` up to but without `to` (the end, if not given), in order. */
  entries(from?: number, to?: number): AsyncGenerator<LedgerEntry, void, undefined>;
  /** An entry's exact bytes, over which its leaf hash is taken. */
  entryBytes(index: number): Promise<Uint8Array>;
  /** Root of the tree of the first `size` entries, 32 bytes. */
  rootAt(size: number): Promise<Uint8Array>;
  /** Proof that entry `index` is in the tree of `size` entries (the whole log, if not given). Throws `merkle/index` or `merkle/size`. */
  proveInclusion(index: number, size?: number): Promise<readonly Uint8Array[]>;
  /** Proof that the tree of `to` entries starts with that of `from`. Throws `merkle/size`. */
  proveConsistency(from: number, to?: number): Promise<readonly Uint8Array[]>;
}

/**
 * Opens a log for reading. A commit can be seen shortly before its writer is told that it is durable; a checkpoint that is to be
 * kept elsewhere is best taken from the writer. Whatever is read later is checked up to the signed root first, and throws `ledger/missing`,
 * `ledger/altered-tile` or `ledger/altered-entry` where it is not below it. Throws `ledger/no-ledger` (`UsageError`) where there is
 * none, `ledger/bad-signature`, `ledger/contradiction` and `ledger/corrupt-journal`.
 */
export async function openLedgerReader(at: string | Storage, options: LedgerReaderOptions = {}): Promise<LedgerReader> {
  const storage = typeof at === 'string' ? nodeStorage(at) : at;
  const verifierKey = options.verifierKey ?? (await readKey(storage));
  const snapshot = await readSnapshot(storage, parseVerifierKey(verifierKey));
  const { size, origin, root, note } = snapshot.tail.checkpoint;
  const read: HashReader = snapshotHashes(snapshot);
  const checkSize = (asked: number): number => {
    if (Number.isSafeInteger(asked) && asked >= 0 && asked <= size) return asked;
    throw new UsageError('ledger/no-entry', `expected a size from 0 to ${size}, got \`${asked}\``);
  };
  return {
    origin,
    verifierKey,
    size,
    root: root.slice(),
    checkpoint: note,
    entry: async (index) => parseEntry(await readEntry(snapshot, index)),
    entries: (from = 0, to = size) => readEntries(snapshot, checkSize(from), checkSize(to)),
    entryBytes: (index) => readEntry(snapshot, index),
    rootAt: (asked) => treeRoot(checkSize(asked), read),
    proveInclusion: (index, asked = size) => inclusionProof(index, checkSize(asked), read),
    proveConsistency: (from, to = size) => consistencyProof(from, checkSize(to), read),
  };
}

async function readEntry({ tiles, tail }: LogSnapshot, index: number): Promise<Uint8Array> {
  const { size } = tail.checkpoint;
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new UsageError('ledger/no-entry', `expected the index of one of ${size} entries, got \`${index}\``);
  }
  if (index >= tiles.size) return Uint8Array.from(tail.entries[index - tiles.size]!);
  const bundle = await tiles.bundle(Math.floor(index / TILE_WIDTH));
  return Uint8Array.from(bundle[index % TILE_WIDTH]!);
}

async function* readEntries(
  { tiles, tail }: LogSnapshot,
  from: number,
  to: number,
): AsyncGenerator<LedgerEntry, void, undefined> {
  let next = from;
  while (next < Math.min(to, tiles.size)) {
    const bundle = await tiles.bundle(Math.floor(next / TILE_WIDTH));
    for (const entry of bundle.slice(next % TILE_WIDTH, (next % TILE_WIDTH) + to - next)) {
      yield parseEntry(entry);
      next++;
    }
  }
  for (; next < to; next++) yield parseEntry(tail.entries[next - tiles.size]!);
}

async function readKey(storage: Storage): Promise<string> {
  const bytes = await storage.read(VERIFIER_KEY_FILE, MAX_KEY_BYTES);
  if (bytes !== undefined) return Buffer.from(bytes).toString('utf8').trimEnd();
  const isEmpty = (await storage.list('')).length === 0;
  throw isEmpty
    ? new UsageError('ledger/no-ledger', `there is no ledger in \`${storage.place}\``)
    : new BezoarError('ledger/missing', `\`${VERIFIER_KEY_FILE}\` is missing in \`${storage.place}\``);
}
