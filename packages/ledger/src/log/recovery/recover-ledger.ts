import { BezoarError, type Clock, sha256 } from '@bezoar/core';
import { encodeEntry } from '../../entry/encode-entry.ts';
import type { LedgerEntry } from '../../entry/ledger-entry.ts';
import { encodeFrame, MAX_JOURNAL_BYTES } from '../../journal/frame.ts';
import { readFrames } from '../../journal/read-frames.ts';
import type { Frontier } from '../../merkle/frontier.ts';
import { leafHash } from '../../merkle/hash.ts';
import type { NoteSigner } from '../../note/note-signer.ts';
import { parseVerifierKey } from '../../note/verifier-key.ts';
import type { Storage } from '../../storage/storage.ts';
import { type NewFile, removeUnfinished, writeAtomically } from '../../storage/write-atomically.ts';
import { EMPTY_EDGE, edgeFrontier, type RightEdge } from '../../tiles/right-edge.ts';
import { openVerifiedTiles } from '../../tiles/verified-tiles.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import {
  CHECKPOINT_FILE,
  JOURNAL_FILE,
  MAX_KEY_BYTES,
  tornNumber,
  tornPath,
  VERIFIER_KEY_FILE,
} from '../ledger-files.ts';
import { openPublished, readCheckpointBytes, type SignedCheckpoint } from '../published-tree.ts';
import { signCheckpoint } from '../sign-checkpoint.ts';
import { replayJournal } from './replay-journal.ts';

/** Actor of the entries that the ledger writes about itself. */
export const LEDGER_ACTOR = 'bezoar-ledger';

/** A log as a writer continues it. Journal and files agree with it and are on disk. */
export interface RecoveredLedger {
  readonly edge: RightEdge;
  /** Over published and unpublished entries. */
  readonly frontier: Frontier;
  readonly checkpoint: SignedCheckpoint;
  /** Entries in the journal that the published tree lacks, and their leaf hashes. */
  readonly entries: readonly Uint8Array[];
  readonly leafHashes: readonly Uint8Array[];
}

/** What recovery needs; the lock is held. */
export interface RecoverOptions {
  readonly storage: Storage;
  readonly signer: NoteSigner;
  readonly clock: Clock;
  readonly onEvent: (event: LedgerEvent) => void;
}

/**
 * Brings a log into a state that a writer can continue, whatever crash came before; starts one where there is none. Safe to be
 * interrupted and repeated. An incomplete last commit is kept aside, and an entry that names its digest is appended, so
 * that a damaged last commit never disappears without a trace.
 *
 * Throws `ledger/wrong-key` if the log belongs to another key, and `ledger/contradiction`, `ledger/corrupt-journal`,
 * `ledger/bad-signature`, `ledger/altered-tile`, `ledger/altered-entry` or `ledger/missing` for states that no crash leaves.
 */
export async function recoverLedger(options: RecoverOptions): Promise<RecoveredLedger> {
  const { storage, signer, onEvent } = options;
  const key = parseVerifierKey(signer.verifierKey);
  await removeUnfinished(storage);
  const hasKey = await hasOwnKey(storage, signer);
  const published =
    (await openPublished(storage, await readCheckpointBytes(storage), key)) ?? (await startLog(options));
  if (!hasKey) await writeAtomically(storage, [keyFile(signer)]);
  const tiles = await openVerifiedTiles(storage, published.size, published.root);
  const { edge } = tiles;
  const frontier = edgeFrontier(edge);
  const journal = (await storage.read(JOURNAL_FILE, MAX_JOURNAL_BYTES)) ?? new Uint8Array(0);
  const content = readFrames(journal);
  const tail = await replayJournal(content, {
    published,
    frontier,
    key,
    publishedLeaf: (index) => tiles.hash(0, index),
  });
  const entries = [...tail.entries];
  const leafHashes = [...tail.leafHashes];
  let { checkpoint } = tail;
  const kept = content.frames.slice(tail.publishedFrames);
  const pieces = kept.map(({ start, end }) => journal.subarray(start, end));
  if (content.state === 'torn') {
    const torn = journal.subarray(content.goodBytes);
    const path = await keepTorn(storage, torn);
    const entry = encodeEntry(recoveredEntry(path, torn, options.clock));
    frontier.append(leafHash(entry));
    checkpoint = signCheckpoint(signer, frontier);
    pieces.push(encodeFrame({ firstIndex: frontier.size - 1, entries: [entry], checkpoint: checkpoint.note }));
    entries.push(entry);
    leafHashes.push(leafHash(entry));
    onEvent({ type: 'recovered', path, bytes: torn.length });
  }
  // Written anew even if nothing was torn: after a failed flush, what reads back may not be what is on disk.
  if (journal.length > 0) await writeAtomically(storage, [{ path: JOURNAL_FILE, bytes: Buffer.concat(pieces) }]);
  if (tail.entries.length > 0) onEvent({ type: 'replayed', entries: tail.entries.length });
  return { edge, frontier, checkpoint, entries, leafHashes };
}

async function hasOwnKey(storage: Storage, signer: NoteSigner): Promise<boolean> {
  const bytes = await storage.read(VERIFIER_KEY_FILE, MAX_KEY_BYTES);
  if (bytes === undefined) return false;
  const text = Buffer.from(bytes).toString('utf8').trimEnd();
  if (text === signer.verifierKey) return true;
  throw new BezoarError(
    'ledger/wrong-key',
    `the ledger in \`${storage.place}\` belongs to \`${text.slice(0, 200)}\`, expected \`${signer.verifierKey}\``,
  );
}

function keyFile({ verifierKey }: NoteSigner): NewFile {
  return { path: VERIFIER_KEY_FILE, bytes: Buffer.from(`${verifierKey}\n`, 'utf8') };
}

// The empty tree is signed too, so that a later missing checkpoint is damage and never a new log.
async function startLog({ storage, signer }: RecoverOptions): Promise<SignedCheckpoint> {
  const checkpoint = signCheckpoint(signer, edgeFrontier(EMPTY_EDGE));
  await writeAtomically(storage, [keyFile(signer), { path: JOURNAL_FILE, bytes: new Uint8Array(0) }]);
  await writeAtomically(storage, [{ path: CHECKPOINT_FILE, bytes: Buffer.from(checkpoint.note, 'utf8') }]);
  return checkpoint;
}

/** Copies a torn piece aside and gives its path; a piece that an interrupted recovery kept already is not kept twice. */
async function keepTorn(storage: Storage, torn: Uint8Array): Promise<string> {
  let last = 0;
  for (const { name } of await storage.list('')) last = Math.max(last, tornNumber(name) ?? 0);
  if (last > 0) {
    const before = await storage.read(tornPath(last), MAX_JOURNAL_BYTES);
    if (before !== undefined && Buffer.compare(before, torn) === 0) return tornPath(last);
  }
  await writeAtomically(storage, [{ path: tornPath(last + 1), bytes: torn }]);
  return tornPath(last + 1);
}

function recoveredEntry(path: string, torn: Uint8Array, clock: Clock): LedgerEntry {
  return {
    v: 1,
    kind: 'ledger.recovered',
    at: new Date(clock()).toISOString(),
    actor: LEDGER_ACTOR,
    subject: [{ name: path, digest: { sha256: sha256(torn) } }],
    refs: [],
    detail: { bytes: torn.length },
  };
}
