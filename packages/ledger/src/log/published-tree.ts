import { BezoarError } from '@bezoar/core';
import type { Checkpoint } from '../note/checkpoint.ts';
import { openCheckpoint } from '../note/open-checkpoint.ts';
import type { VerifierKey } from '../note/verifier-key.ts';
import type { Storage } from '../storage/storage.ts';
import { TILE_FOLDER } from '../tiles/tile-path.ts';
import { CHECKPOINT_FILE, JOURNAL_FILE, MAX_CHECKPOINT_BYTES } from './ledger-files.ts';

/** A checkpoint whose signature by the log was verified, and the note that it came in. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string;
}

/** The bytes of the published checkpoint; `undefined` where there is none. */
export function readCheckpointBytes(storage: Storage): Promise<Uint8Array | undefined> {
  return storage.read(CHECKPOINT_FILE, MAX_CHECKPOINT_BYTES);
}

/**
 * Opens the published checkpoint from its bytes; `undefined` for a log that has not published one yet. Throws
 * `ledger/bad-signature` if it is not the log's own, and `ledger/missing` if it is gone although there are tiles or commits.
 */
export async function openPublished(
  storage: Storage,
  bytes: Uint8Array | undefined,
  key: VerifierKey,
): Promise<SignedCheckpoint | undefined> {
  if (bytes !== undefined) return openSigned(decodeNote(bytes), key, `\`${CHECKPOINT_FILE}\``);
  const names = (await storage.list('')).map(({ name }) => name);
  const isStarted = names.includes(TILE_FOLDER) || ((await storage.size(JOURNAL_FILE)) ?? 0) > 0;
  if (isStarted) throw new BezoarError('ledger/missing', `\`${CHECKPOINT_FILE}\` is missing`);
  return undefined;
}

/** Opens a signed note of this log. Throws `ledger/bad-signature`. */
// Attacker controls: the note.
export function openSigned(note: string, key: VerifierKey, where: string): SignedCheckpoint {
  try {
    return { ...openCheckpoint(note, key).checkpoint, note };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BezoarError('ledger/bad-signature', `${where} is not a checkpoint of this log: ${reason}`, { cause });
  }
}

function decodeNote(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BezoarError('ledger/bad-signature', `\`${CHECKPOINT_FILE}\` is not UTF-8`, { cause });
  }
}
