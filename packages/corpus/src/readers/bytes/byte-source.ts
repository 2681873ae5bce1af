import type { Problem } from '../unreadable.ts';

/** A run of decoded bytes. INVARIANT: `bytes` is valid only until the next one is asked for; whoever keeps bytes copies them. */
export interface Chunk {
  readonly bytes: Buffer;
  /** Raw bytes of the file (compressed, for gzip) that were consumed for it. */
  readonly rawBytes: number;
}

/**
 * The decoded bytes of a file, in order. Returns what stopped it early, or undefined at a clean end. Throws nothing for
 * what is in the file, and the signal's reason when aborted.
 */
export type ByteSource = AsyncGenerator<Chunk, Problem | undefined, void>;
