import type { InputFile } from './inputs.ts';

/** Below this a file is not cut: starting a worker's read costs more than a mebibyte takes (about 5 ms). */
export const MIN_SHARD_BYTES: number = 1024 * 1024;

/** A part of an input that one worker reads. */
export interface Shard {
  readonly input: InputFile;
  /** Index of `input` in the list that was planned. */
  readonly fileIndex: number;
  /** First raw byte, 0-based. A line belongs to the shard in which it starts. */
  readonly start: number;
  /** Raw byte after the last. */
  readonly end: number;
}

/**
 * Cuts inputs into about `count` shards of like size, in the order of the files and then of the bytes. Only plain JSONL of
 * at least two `MIN_SHARD_BYTES` is cut; every other file is one shard. Deterministic; every byte is in exactly one shard.
 *
 * The line numbers of a shard count from its own start: see `shiftLines`.
 */
export function planShards(files: readonly InputFile[], count: number): readonly Shard[] {
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const targetBytes = Math.max(MIN_SHARD_BYTES, totalBytes / Math.max(1, Math.floor(count)));
  return files.flatMap((input, fileIndex) => {
    const canCut = input.format === 'jsonl' && input.encoding === 'plain';
    const most = Math.floor(input.bytes / MIN_SHARD_BYTES);
    const parts = canCut ? Math.max(1, Math.min(most, Math.ceil(input.bytes / targetBytes))) : 1;
    return Array.from({ length: parts }, (_, part): Shard => {
      const start = Math.floor((input.bytes / parts) * part);
      const end = part === parts - 1 ? input.bytes : Math.floor((input.bytes / parts) * (part + 1));
      return { input, fileIndex, start, end };
    });
  });
}
