import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { describeError, UsageError } from '@bezoar/core';
import { DEFAULT_READER_LIMITS } from '@bezoar/corpus/readers';

/** Bytes of one line: the longest record, and what `quarantine.jsonl` says of it beside (CWE-770). */
export const MAX_LINE_BYTES: number = DEFAULT_READER_LIMITS.maxLineBytes + 1024 * 1024;

const NEWLINE = 0x0a;

/** Where a line stands in its file, in bytes, without its line feed. */
export interface LinePlace {
  readonly offset: number;
  readonly length: number;
}

/** A line of a file. */
export interface FileLine extends LinePlace {
  /** Valid until the next line is asked for. */
  readonly bytes: Uint8Array;
}

/** What is told of every chunk, in order: a digest of the file is made on the way. */
export type ChunkListener = (chunk: Uint8Array) => void;

/**
 * The lines of a file, empty ones left out. Throws `review/not-read` where it cannot be read or a line is longer than
 * `MAX_LINE_BYTES`. Attacker controls: the bytes.
 */
export async function* readLines(path: string, onChunk?: ChunkListener): AsyncGenerator<FileLine, void, void> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      onChunk?.(chunk);
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const piece = chunk.subarray(start, end);
        const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
        if (bytes.length > 0) yield { bytes, offset, length: bytes.length };
        offset += bytes.length + 1;
        start = end + 1;
        rest = rest.subarray(0, 0);
      }
      rest = Buffer.concat([rest, chunk.subarray(start)]);
      if (rest.length > MAX_LINE_BYTES) throw new Error(`expected lines of at most ${MAX_LINE_BYTES} bytes`);
    }
  } catch (error) {
    throw notRead(path, error);
  }
  if (rest.length > 0) yield { bytes: rest, offset, length: rest.length };
}

/** One line, read again. Throws `review/not-read`. */
export async function readLineAt(path: string, { offset, length }: LinePlace): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      if (bytesRead < length) throw new Error(`expected ${length} bytes, got ${bytesRead}`);
      return bytes.toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    throw notRead(path, error);
  }
}

function notRead(path: string, error: unknown): UsageError {
  return new UsageError('review/not-read', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
}
