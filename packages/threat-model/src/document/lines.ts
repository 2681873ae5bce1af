import type { Report } from './fault.ts';

/** Largest document, in UTF-16 code units: twenty times what is read in one sitting (CWE-400). */
export const MAX_DOCUMENT_LENGTH: number = 256 * 1024;

/** Most lines of a document. */
export const MAX_LINES = 2000;

/** Lines that a new engineer reads in one sitting; a document that is longer gets a remark. */
export const ADVISED_LINES = 300;

/**
 * Splits a document into lines, as CommonMark does: at line feeds, carriage returns, and both together. A byte order
 * mark at the beginning is left out. Reports what makes the document unreadable; then there are no lines.
 */
export function documentLines(text: string, report: Report, remark: Report): readonly string[] | undefined {
  const start = { line: 1, column: 1 };
  if (text.length > MAX_DOCUMENT_LENGTH) {
    report(start, `expected at most ${MAX_DOCUMENT_LENGTH} characters, got ${text.length}`);
    return undefined;
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.length > MAX_LINES) {
    report({ line: MAX_LINES + 1, column: 1 }, `expected at most ${MAX_LINES} lines, got ${lines.length}`);
    return undefined;
  }
  let isReadable = true;
  for (const [index, line] of lines.entries()) {
    const column = line.search(/[\0\uFFFD]/) + 1;
    if (column === 0) continue;
    const what = line[column - 1] === '\0' ? 'a NUL character' : 'a replacement character';
    report({ line: index + 1, column }, `${what}: the document is not UTF-8 text`);
    isReadable = false;
  }
  // A line end after the last line begins no line of its own.
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  if (count > ADVISED_LINES) {
    remark(
      { line: ADVISED_LINES + 1, column: 1 },
      `${count} lines: more than the ${ADVISED_LINES} that are read in one sitting`,
    );
  }
  return isReadable ? lines : undefined;
}

/** The text of the first heading of level 1 before line `before` (1-based), or undefined. */
export function titleOf(lines: readonly string[], before: number): string | undefined {
  for (const line of lines.slice(0, before - 1)) {
    const text = /^ {0,3}#[ \t](.*)$/.exec(line)?.[1]?.trim();
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}
