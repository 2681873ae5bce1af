import { BezoarError, isSha256, type Sha256, sha256, UsageError } from '@bezoar/core';
import { nodeStorage } from '../storage/node-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

/** Largest document, bytes: statements, reports and policies take kilobytes; a model is named by digest, not stored here (CWE-770). */
export const MAX_EVIDENCE_BYTES: number = 64 * 1024 * 1024;

/** Whether a document is where its digest says. */
export type EvidenceState = 'present' | 'missing' | 'altered';

/**
 * Stores a document under its SHA-256 in `sha256/ab/<digest>` and returns that; on disk when this returns. Storing the same bytes
 * again changes nothing, and mends a copy that was altered. Throws `ledger/evidence-too-large` (`UsageError`), `ledger/disk-full`
 * or `ledger/io`. Calls may overlap.
 */
export async function putEvidence(at: string | Storage, bytes: Uint8Array): Promise<Sha256> {
  if (bytes.length > MAX_EVIDENCE_BYTES) {
    throw new UsageError(
      'ledger/evidence-too-large',
      `expected a document of at most ${MAX_EVIDENCE_BYTES} bytes, got ${bytes.length}`,
    );
  }
  const storage = storageAt(at);
  const digest = sha256(bytes);
  // Even where the name is there already, only an own write tells that it is on disk.
  await storage.makeFolder('');
  await writeAtomically(storage, [{ path: evidencePath(digest), bytes }]);
  return digest;
}

/**
 * The document with this digest, verified. Throws `ledger/missing-evidence` if there is none, `ledger/altered-evidence` if other
 * bytes lie in its place, and `ledger/bad-digest` (`UsageError`).
 */
export async function getEvidence(at: string | Storage, digest: Sha256): Promise<Uint8Array> {
  if (!isSha256(digest)) {
    throw new UsageError('ledger/bad-digest', `expected 64 lower-case hexadecimal digits, got \`${digest}\``);
  }
  const storage = storageAt(at);
  const path = evidencePath(digest);
  const size = await storage.size(path);
  if (size === undefined) throw new BezoarError('ledger/missing-evidence', `no document has the digest ${digest}`);
  const bytes = size > MAX_EVIDENCE_BYTES ? undefined : await storage.read(path, MAX_EVIDENCE_BYTES);
  if (bytes === undefined || sha256(bytes) !== digest) {
    throw new BezoarError('ledger/altered-evidence', `\`${path}\` does not have its digest`);
  }
  return bytes;
}

/** Whether the document with this digest and size is there and unchanged. Throws `ledger/io` and `ledger/bad-digest`. */
export async function checkEvidence(at: string | Storage, digest: Sha256, size: number): Promise<EvidenceState> {
  try {
    const bytes = await getEvidence(at, digest);
    return bytes.length === size ? 'present' : 'altered';
  } catch (error) {
    if (error instanceof BezoarError && error.code === 'ledger/missing-evidence') return 'missing';
    if (error instanceof BezoarError && error.code === 'ledger/altered-evidence') return 'altered';
    throw error;
  }
}

function storageAt(at: string | Storage): Storage {
  return typeof at === 'string' ? nodeStorage(at) : at;
}

function evidencePath(digest: Sha256): string {
  return `sha256/${digest.slice(0, 2)}/${digest}`;
}
