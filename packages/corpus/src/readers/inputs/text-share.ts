import { isUtf8 } from 'node:buffer';

/** Bytes that are looked at; text and binary files show what they are long before. */
const SAMPLE_BYTES = 64 * 1024;
/** Share of non-text bytes from which data is binary: UTF-16 has 0.5, compressed data about 0.6, damaged text far less. */
const MAX_NON_TEXT_RATIO = 0.3;

/**
 * Why the beginning of a file is not text, or undefined. Where it begins like JSON, a few stray NUL or control bytes do not
 * make it binary: then the lines that hold them are reported and the others read, so that one byte cannot hide a file.
 */
export function describeBinary(head: Buffer, beginsLikeJson: boolean): string | undefined {
  const sample = head.subarray(0, SAMPLE_BYTES);
  const countsHigh = !isUtf8(sample.subarray(0, lastLineEnd(sample)));
  let nuls = 0;
  let others = 0;
  for (const byte of sample) {
    if (byte === 0) nuls++;
    else if ((byte < 0x20 && (byte < 0x09 || byte > 0x0d)) || byte === 0x7f) others++;
    else if (byte >= 0x80 && countsHigh) others++;
  }
  if (nuls > sample.length * 0.2 && nuls + others < sample.length * 0.8 && beginsLikeJson) {
    return 'this looks like UTF-16 or UTF-32 text without a byte order mark: convert it to UTF-8 first';
  }
  const isBinary = nuls + others > sample.length * MAX_NON_TEXT_RATIO || (nuls > 0 && !beginsLikeJson);
  return isBinary ? 'this is binary data, not JSON or JSON lines' : undefined;
}

/** The sample may end within a character. */
function lastLineEnd(sample: Buffer): number {
  let end = sample.length;
  for (let back = 1; back <= 3 && end === sample.length; back++) {
    if ((sample[sample.length - back] ?? 0) >= 0xc0) end = sample.length - back;
  }
  return end;
}
