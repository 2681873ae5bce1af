import type { ByteSource } from './bytes/byte-source.ts';
import { readRange } from './bytes/file-range.ts';
import { gunzipRange } from './bytes/gunzip.ts';
import type { InputFile } from './inputs.ts';
import { DEFAULT_READER_LIMITS, type ReaderLimits } from './limits.ts';
import { type Line, splitLines } from './split/lines.ts';
import type { Problem } from './unreadable.ts';

/** How lines are read. */
export interface TextLinesOptions {
  /** Longest line, bytes of UTF-8 without its end (CWE-770). Default: that of records. */
  readonly maxLineBytes?: number;
  readonly limits?: ReaderLimits;
  readonly signal?: AbortSignal;
}

/**
 * The lines of a file, plain or gzip, without their ends and without a byte order mark; undefined for one that is too long.
 * Returns what stopped it before the end of the file: a cut or a bomb, after what could be read. For files that hold no
 * training records, so that they are read within the same limits. Bytes that are no UTF-8 become U+FFFD.
 *
 * Attacker controls: all bytes.
 */
export async function* readTextLines(
  { file, bytes, encoding }: Pick<InputFile, 'file' | 'bytes' | 'encoding'>,
  options: TextLinesOptions = {},
): AsyncGenerator<string | undefined, Problem | undefined, void> {
  const { limits = DEFAULT_READER_LIMITS, signal } = options;
  const range = { file, start: 0, end: bytes, signal };
  const source: ByteSource = encoding === 'gzip' ? gunzipRange(range, limits) : readRange(range);
  const maxLineBytes = options.maxLineBytes ?? limits.maxLineBytes;
  const splitter = splitLines({ skipsFirst: false, ownedBytes: Number.POSITIVE_INFINITY, maxLineBytes });
  let isFirst = true;
  const textOf = ({ bytes: own }: Line): string | undefined => {
    const text = own?.toString('utf8').replace(/\r$/, '');
    const isStart = isFirst;
    isFirst = false;
    return isStart ? text?.replace(/^\ufeff/, '') : text;
  };
  try {
    let next = await source.next();
    for (; !next.done; next = await source.next()) {
      for (const line of splitter.feed(next.value.bytes)) yield textOf(line);
      signal?.throwIfAborted();
    }
    const last = splitter.finish();
    if (last !== undefined) yield textOf(last);
    return next.value;
  } finally {
    await source.return(undefined);
  }
}
