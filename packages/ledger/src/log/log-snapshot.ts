import { sha256, UsageError } from '@bezoar/core';
import { MAX_JOURNAL_BYTES } from '../journal/frame.ts';
import { type JournalContent, readFrames } from '../journal/read-frames.ts';
import { nodeHash } from '../merkle/hash.ts';
import type { HashReader } from '../merkle/tree.ts';
import type { VerifierKey } from '../note/verifier-key.ts';
import type { Storage } from '../storage/storage.ts';
import { edgeFrontier } from '../tiles/right-edge.ts';
import { openVerifiedTiles, type VerifiedTiles } from '../tiles/verified-tiles.ts';
import { JOURNAL_FILE } from './ledger-files.ts';
import { openPublished, readCheckpointBytes, type SignedCheckpoint } from './published-tree.ts';
import { type JournalTail, replayJournal } from './recovery/replay-journal.ts';

/** A log at one moment: the published tree, and what the journal adds to it. */
export interface LogSnapshot {
  readonly tiles: VerifiedTiles;
  readonly tail: JournalTail;
}

/** Checkpoint and journal that belong together. */
export interface LogState {
  /** `undefined`: there is no log. */
  readonly published: SignedCheckpoint | undefined;
  readonly journal: Uint8Array;
  readonly content: JournalContent;
}

/** Publications or commits that may come between two reads before we take what there is. */
const MAX_ATTEMPTS = 20;

/**
 * Reads checkpoint and journal without a lock. A writer empties the journal only after a new checkpoint is in place, so that
 * they belong together if the checkpoint is the same before and after. A torn end that changes is a commit on its way.
 * Throws as `openPublished` does.
 */
export async function readLogState(storage: Storage, key: VerifierKey): Promise<LogState> {
  let before = await readCheckpointBytes(storage);
  let torn = '';
  for (let attempt = 1; ; attempt++) {
    const journal = (await storage.read(JOURNAL_FILE, MAX_JOURNAL_BYTES)) ?? new Uint8Array(0);
    const content = readFrames(journal);
    const after = await readCheckpointBytes(storage);
    const isSettled = content.state !== 'torn' || sha256(journal) === torn;
    if ((isSame(before, after) && isSettled) || attempt === MAX_ATTEMPTS) {
      return { published: await openPublished(storage, after, key), journal, content };
    }
    torn = content.state === 'torn' ? sha256(journal) : '';
    before = after;
  }
}

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;
}

/** Reads a log at one moment. An incomplete last commit is not part of it. Throws `ledger/no-ledger`, and what its parts throw. */
export async function readSnapshot(storage: Storage, key: VerifierKey): Promise<LogSnapshot> {
  const { published, content } = await readLogState(storage, key);
  if (published === undefined) throw new UsageError('ledger/no-ledger', `there is no ledger in \`${storage.place}\``);
  const tiles = await openVerifiedTiles(storage, published.size, published.root);
  const frontier = edgeFrontier(tiles.edge);
  const publishedLeaf = (index: number): Promise<Uint8Array> => tiles.hash(0, index);
  return { tiles, tail: await replayJournal(content, { published, frontier, key, publishedLeaf }) };
}

/** Hashes of the whole tree: from tiles where they reach, else from the journal's leaves. */
export function snapshotHashes({ tiles, tail }: LogSnapshot): HashReader {
  const read = async (level: number, index: number): Promise<Uint8Array> => {
    if ((index + 1) * 2 ** level <= tiles.size) return tiles.hash(level, index);
    if (level === 0) return tail.leafHashes[index - tiles.size]!;
    return nodeHash(await read(level - 1, 2 * index), await read(level - 1, 2 * index + 1));
  };
  return read;
}
