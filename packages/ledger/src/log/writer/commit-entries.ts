import { BezoarError } from '@bezoar/core';
import { encodeFrame } from '../../journal/frame.ts';
import type { Lock } from '../../lock/acquire-lock.ts';
import { createFrontier, type Frontier } from '../../merkle/frontier.ts';
import { leafHash } from '../../merkle/hash.ts';
import type { NoteSigner } from '../../note/note-signer.ts';
import type { GrowingFile, Storage } from '../../storage/storage.ts';
import type { SignedCheckpoint } from '../published-tree.ts';
import { signCheckpoint } from '../sign-checkpoint.ts';

/** What is durable, as the writer knows it. Changed only after a flush succeeded. */
export interface CommittedState {
  frontier: Frontier;
  checkpoint: SignedCheckpoint;
  /** Length of the journal. */
  journalBytes: number;
  /** Entries that are in the journal and not in the published tree. */
  entries: Uint8Array[];
  leafHashes: Uint8Array[];
}

/** One commit to make. */
export interface CommitOptions {
  readonly storage: Storage;
  readonly file: GrowingFile;
  readonly lock: Lock;
  readonly signer: NoteSigner;
  readonly state: CommittedState;
  readonly entries: readonly Uint8Array[];
}

/**
 * One append and one flush. On failure `state` is as before and the journal is cut back to it; where that is not possible, or the
 * flush itself failed, it throws `ledger/poisoned` with the failure as its cause: the system may have forgotten
 * pages that it could not write, so that a later flush would succeed without them.
 */
export async function commitEntries({ file, lock, signer, state, entries }: CommitOptions): Promise<void> {
  await lock.check();
  const frontier = createFrontier(state.frontier.snapshot());
  const hashes = entries.map(leafHash);
  for (const hash of hashes) frontier.append(hash);
  const checkpoint = signCheckpoint(signer, frontier);
  const firstIndex = state.frontier.size;
  const frame = encodeFrame({ firstIndex, entries, checkpoint: checkpoint.note });
  try {
    await file.append(frame, state.journalBytes);
  } catch (error) {
    // Another writer's bytes may stand there: they are not ours to cut.
    if (error instanceof BezoarError && error.code === 'ledger/lock-lost') throw error;
    await cutBack(file, state.journalBytes, error);
    throw error;
  }
  try {
    await file.sync();
  } catch (error) {
    await cutBack(file, state.journalBytes, error);
    throw poisonedBy(error);
  }
  state.frontier = frontier;
  state.checkpoint = checkpoint;
  state.journalBytes += frame.length;
  for (const entry of entries) state.entries.push(entry);
  for (const hash of hashes) state.leafHashes.push(hash);
}

async function cutBack(file: GrowingFile, length: number, reason: unknown): Promise<void> {
  try {
    await file.truncate(length);
  } catch {
    throw poisonedBy(reason);
  }
}

/** A storage error, with its own code, after which nobody knows what is on disk: its cause is `ledger/poisoned`. */
export function poisonedBy(cause: unknown): BezoarError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof BezoarError ? cause.code : 'ledger/io';
  return new BezoarError(code, `${reason}; the ledger must be opened again`, {
    cause: new BezoarError('ledger/poisoned', reason, { cause }),
  });
}
