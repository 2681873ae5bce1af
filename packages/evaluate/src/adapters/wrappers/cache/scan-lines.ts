import { createReadStream } from 'node:fs';

/** Longest line, bytes: an answer of the largest size with its frame (CWE-770). */
export const MAX_REPLY_LINE_BYTES: number = 16 * 1024 * 1024;

/** A line of a file. */
export interface ScannedLine {
  readonly offset: number;
  /** Without the end of the line. */
  readonly length: number;
  /** Absent where the line is too long to be read. */
  readonly text: string | undefined;
  /** Whether the end of the line is there: without it, writing was interrupted. */
  readonly isEnded: boolean;
}

/** The lines of a file with their places, one at a time. */
export async function* scanLines(path: string): AsyncGenerator<ScannedLine, void, void> {
  let offset = 0;
  let length = 0;
  let parts: Buffer[] = [];
  const line = (isEnded: boolean): ScannedLine => ({
    offset,
    length,
    text: length > MAX_REPLY_LINE_BYTES ? undefined : Buffer.concat(parts).toString(),
    isEnded,
  });
  const take = (piece: Buffer): void => {
    length += piece.length;
    if (length > MAX_REPLY_LINE_BYTES) parts = [];
    else parts.push(piece);
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      yield line(true);
      offset += length + 1;
      length = 0;
      parts = [];
      start = end + 1;
    }
    take(chunk.subarray(start));
  }
  if (length > 0) yield line(false);
}
