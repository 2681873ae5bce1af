import type { Readable } from 'node:stream';

/** A line without its end, or what is known of one that is too long, or of the last one when it has no end. */
export type Line =
  | { readonly kind: 'line'; readonly bytes: Uint8Array }
  | { readonly kind: 'oversize'; readonly head: Uint8Array; readonly tail: Uint8Array }
  | { readonly kind: 'cut' };

/** What is kept of a line that is too long, bytes at each end: enough for the id of a response. */
const KEPT_BYTES = 256;

const LINE_FEED = 0x0a;

/**
 * The lines of a stream, each at most `maxBytes` long; of a longer one only its ends are kept, so that memory stays
 * bounded (CWE-770). Empty lines are left out. Reads no further than the caller asks, so that a slow reader slows the writer.
 */
// Attacker controls: every byte, and how they are cut into chunks.
export async function* readLines(input: Readable, maxBytes: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let head: Uint8Array | undefined;
  let tail: Uint8Array = new Uint8Array();
  const add = (piece: Uint8Array): void => {
    if (piece.length === 0) return;
    length += piece.length;
    if (length <= maxBytes) {
      parts.push(piece);
      return;
    }
    if (head === undefined) {
      const joined = Buffer.concat([...parts, piece]);
      head = joined.subarray(0, KEPT_BYTES).slice();
      tail = joined.subarray(-KEPT_BYTES).slice();
      parts = [];
    } else {
      tail = Buffer.concat([tail, piece.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES);
    }
  };
  const take = (): Line | undefined => {
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const line: Line = head === undefined ? { kind: 'line', bytes } : { kind: 'oversize', head, tail };
    const isEmpty = length === 0 || (length === 1 && bytes[0] === 0x0d);
    parts = [];
    length = 0;
    head = undefined;
    return isEmpty ? undefined : line;
  };
  for await (const chunk of input as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      add(bytes.subarray(start, end));
      start = end + 1;
      const line = take();
      if (line !== undefined) yield line;
    }
    add(bytes.subarray(start));
  }
  if (length > 0) yield { kind: 'cut' };
}
