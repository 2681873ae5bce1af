import type { GrowingFile, Storage } from '../../storage/storage.ts';
import { writeAtomically } from '../../storage/write-atomically.ts';
import { extendEdge, type RightEdge } from '../../tiles/right-edge.ts';
import { CHECKPOINT_FILE } from '../ledger-files.ts';
import { type CommittedState, poisonedBy } from './commit-entries.ts';

/** One publication to make. */
export interface PublishOptions {
  readonly storage: Storage;
  readonly file: GrowingFile;
  /** Of the tree published so far. */
  readonly edge: RightEdge;
  readonly state: CommittedState;
}

/**
 * Writes the tiles and bundles of all durable entries, then the checkpoint, then empties the journal, each on disk before the
 * next. Returns the new edge. Throws a storage error, as `poisonedBy` where the journal is in an unknown state. A crash or failure in between loses nothing: what was committed is in the journal until
 * the checkpoint covers it, and writing a tile again writes the same bytes.
 */
export async function publishTree({ storage, file, edge, state }: PublishOptions): Promise<RightEdge> {
  const extension = extendEdge(edge, state.entries, state.leafHashes);
  if (state.entries.length > 0) {
    await writeAtomically(storage, extension.files);
    await writeAtomically(storage, [{ path: CHECKPOINT_FILE, bytes: Buffer.from(state.checkpoint.note, 'utf8') }]);
  }
  if (state.journalBytes > 0) await emptyJournal(file);
  state.entries = [];
  state.leafHashes = [];
  state.journalBytes = 0;
  for (const folder of extension.superseded) await removePartials(storage, folder);
  return extension.edge;
}

async function emptyJournal(file: GrowingFile): Promise<void> {
  try {
    await file.truncate(0);
  } catch (error) {
    throw poisonedBy(error);
  }
}

// The specification keeps partial tiles until the full one can be had (C2SP tlog-tiles, "Partial Tiles").
async function removePartials(storage: Storage, folder: string): Promise<void> {
  try {
    for (const { name, kind } of await storage.list(folder)) {
      if (kind === 'file') await storage.remove(`${folder}/${name}`);
    }
    await storage.removeFolder(folder);
  } catch {
    // A partial tile beside its full one costs a little space and is as true as before.
  }
}
