import { BezoarError, UsageError } from '@bezoar/core';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { verifyCosignature, verifyNoteSignature } from './cosignature.ts';
import { type NoteSignature, parseNote } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A witness's true cosignature. */
export interface Cosigned {
  /** The witness's key name. */
  readonly name: string;
  /** Seconds since the Unix epoch: the newest of its true cosignatures. */
  readonly timestamp: number;
}

/** A checkpoint that the log has signed. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** One per witness that cosigned truly, and never falsely, in the order in which the witnesses were given. */
  readonly cosigned: readonly Cosigned[];
  /** Names of known witnesses with a false cosignature in the note: damage or an attempt to forge. Not counted. */
  readonly falselyCosigned: readonly string[];
}

/**
 * Opens a checkpoint's note (c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature): the log's own signature must be
 * there and true, its origin must be the name of the log's key, and of the witnesses it tells which ones cosigned.
 * Signatures of other keys are ignored.
 *
 * Throws `note/malformed`, `note/too-large`, `checkpoint/malformed`; `checkpoint/unsigned` if the log has not signed;
 * `checkpoint/false-signature` if one of the log's signatures is false; `checkpoint/origin` if the log is another;
 * and, as a `UsageError`, `checkpoint/keys` if the keys cannot serve together.
 */
export function openCheckpoint(
  note: string,
  logKey: VerifierKey,
  witnesses: readonly VerifierKey[] = [],
): OpenedCheckpoint {
  checkKeys(logKey, witnesses);
  const { text, signatures } = parseNote(note);
  // Every copy of a signature is verified, so that a true one cannot hide a false one.
  const own = signatures.filter((one) => isBy(one, logKey));
  if (own.length === 0) {
    throw new BezoarError('checkpoint/unsigned', `expected a signature by \`${logKey.name}\`, got none`);
  }
  if (!own.every((one) => verifyNoteSignature(text, one, logKey))) {
    throw new BezoarError('checkpoint/false-signature', `the signature by \`${logKey.name}\` is false`);
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== logKey.name) {
    throw new BezoarError(
      'checkpoint/origin',
      `expected a checkpoint of \`${logKey.name}\`, got one of \`${checkpoint.origin}\``,
    );
  }
  const cosigned: Cosigned[] = [];
  const falselyCosigned: string[] = [];
  for (const witness of witnesses) {
    const times = signatures.filter((one) => isBy(one, witness)).map((one) => verifyCosignature(text, one, witness));
    if (times.includes(undefined)) falselyCosigned.push(witness.name);
    else if (times.length > 0) cosigned.push({ name: witness.name, timestamp: Math.max(...times.map(Number)) });
  }
  return { checkpoint, cosigned, falselyCosigned };
}

function isBy(signature: NoteSignature, key: VerifierKey): boolean {
  return signature.name === key.name && signature.keyId === key.keyId;
}

function checkKeys(logKey: VerifierKey, witnesses: readonly VerifierKey[]): void {
  if (logKey.type !== 'ed25519') {
    throw new UsageError('checkpoint/keys', `expected an ed25519 key for log \`${logKey.name}\`, got ${logKey.type}`);
  }
  // One key under two names would count as two witnesses, and the log's own key as a witness of itself.
  const names = new Map([[Buffer.from(logKey.publicKey).toString('hex'), logKey.name]]);
  for (const { name, type, publicKey } of witnesses) {
    if (type !== 'cosignature/v1') {
      throw new UsageError('checkpoint/keys', `expected a cosignature/v1 key for witness \`${name}\`, got ${type}`);
    }
    const hex = Buffer.from(publicKey).toString('hex');
    const other = names.get(hex);
    if (other !== undefined) {
      throw new UsageError('checkpoint/keys', `expected different keys for \`${other}\` and witness \`${name}\``);
    }
    names.set(hex, name);
  }
}
