import type { Problem } from '../../readers/unreadable.ts';
import { type TextSource, textChunks } from './text-chunks.ts';

/** One line of a file, or what is wrong with it. */
export interface TextLine {
  /** 1-based. */
  readonly line: number;
  /** Without its newline. Undefined where it is longer than `MAX_LINE_LENGTH`. */
  readonly text: string | undefined;
}

/** Longest line, UTF-16 units: the largest page that MediaWiki stores is 2 MiB, JSON escapes may triple it (CWE-770). */
export const MAX_LINE_LENGTH: number = 8 * 1024 * 1024;

/** The lines of a file, plain or gzip. Returns what stopped it early. */
export async function* textLines(
  file: string,
  signal?: AbortSignal,
): AsyncGenerator<TextLine, Problem | undefined, void> {
  const source: TextSource = textChunks(file, signal);
  let pending = '';
  let isTooLong = false;
  let line = 0;
  const end = (text: string): TextLine => {
    line++;
    const whole = isTooLong || text.length > MAX_LINE_LENGTH ? undefined : text;
    isTooLong = false;
    return { line, text: whole?.replace(/\r$/, '') };
  };
  try {
    let next = await source.next();
    for (; next.done !== true; next = await source.next()) {
      const parts = next.value.split('\n');
      parts[0] = pending + parts[0]!;
      pending = parts.pop()!;
      for (const part of parts) yield end(part);
      if (pending.length > MAX_LINE_LENGTH) {
        isTooLong = true;
        pending = '';
      }
    }
    if (pending !== '' || isTooLong) yield end(pending);
    return next.value;
  } finally {
    await source.return(undefined);
  }
}
