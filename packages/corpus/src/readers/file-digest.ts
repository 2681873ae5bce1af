import { createReadStream } from 'node:fs';
import { type Sha256, sha256Stream } from '@bezoar/core';

/** Bytes read at a time: large enough that system calls do not show, small enough to stay in the cache. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * SHA-256 of a file's raw bytes, compressed or not, in constant memory. Rejects with the file system's error, or with the
 * signal's reason.
 */
export async function digestFile(file: string, signal?: AbortSignal): Promise<Sha256> {
  signal?.throwIfAborted();
  const digest = sha256Stream();
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    signal?.throwIfAborted();
    digest.update(chunk as Buffer);
  }
  return digest.digest();
}
