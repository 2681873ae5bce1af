import type { Problem } from '../../readers/unreadable.ts';
import { readCroissant } from './croissant-manifest.ts';
import { readJsonLinesManifest, URL_FIELDS } from './json-lines-manifest.ts';
import type { Manifest } from './manifest-entry.ts';
import { readTableManifest } from './table-manifest.ts';
import { type TextSource, textChunks } from './text-chunks.ts';

/** Longest JSON document that is a manifest, UTF-16 units. It is parsed in one sitting (CWE-400). */
export const MAX_MANIFEST_DOCUMENT_LENGTH: number = 64 * 1024 * 1024;

/**
 * Reads a manifest of web content, plain or gzip: JSON lines, CSV or TSV with a header, or a Croissant document. Its
 * content decides, not its name. What it is not is said in `unreadable`. `path` is how reports name it.
 */
export async function readManifest(path: string, file: string, signal?: AbortSignal): Promise<Manifest> {
  const source = textChunks(file, signal);
  const head = await headOf(source);
  if (typeof head !== 'string') return unreadable(path, head);
  const first = firstLine(head);
  if (first.startsWith('{')) {
    if (isJson(first)) {
      await source.return(undefined);
      if (!isWholeDocument(first, head)) return readJsonLinesManifest(path, file, signal);
      const manifest = readCroissant(path, JSON.parse(first));
      return manifest ?? readJsonLinesManifest(path, file, signal);
    }
    return readDocument(path, head, source);
  }
  await source.return(undefined);
  const separator = first.includes('\t') ? '\t' : ',';
  const columns = first.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  if (columns.some((column) => (URL_FIELDS as readonly string[]).includes(column))) {
    return readTableManifest(path, file, separator, signal);
  }
  const reason =
    'it is not a manifest: expected JSON lines with `url` and `sha256`, a table with such columns, or Croissant';
  return unreadable(path, { code: 'foreign', reason });
}

/** One JSON value over many lines. */
async function readDocument(path: string, head: string, source: TextSource): Promise<Manifest> {
  let text = head;
  let next = await source.next();
  for (; next.done !== true; next = await source.next()) {
    text += next.value;
    if (text.length > MAX_MANIFEST_DOCUMENT_LENGTH) {
      await source.return(undefined);
      const reason = `the document is longer than ${MAX_MANIFEST_DOCUMENT_LENGTH} characters`;
      return unreadable(path, { code: 'line-too-long', reason });
    }
  }
  if (next.value !== undefined) return unreadable(path, next.value);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return unreadable(path, { code: 'not-json', reason: 'it is neither JSON nor JSON lines' });
  }
  const manifest = readCroissant(path, document);
  return manifest ?? unreadable(path, { code: 'foreign', reason: 'the JSON document has no `distribution`' });
}

/** Text up to the end of the first line that is not blank, and what came with it. */
async function headOf(source: TextSource): Promise<string | Problem> {
  let head = '';
  for (;;) {
    const next = await source.next();
    if (next.done === true) return next.value ?? (head.trim() === '' ? EMPTY : head);
    head += next.value;
    if (head.trimStart().includes('\n') || head.length > MAX_MANIFEST_DOCUMENT_LENGTH) return head;
  }
}

const EMPTY: Problem = { code: 'empty', reason: 'it is empty' };

function firstLine(head: string): string {
  const text = head.trimStart();
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).trim();
}

/** Whether the first line is all that there is, so that it may be a document and not a line. */
function isWholeDocument(first: string, head: string): boolean {
  return head.trim().length === first.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unreadable(path: string, problem: Problem): Manifest {
  return { entries: [], unreadable: [{ file: path, ...problem }] };
}
