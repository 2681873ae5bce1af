import { readFile } from 'node:fs/promises';
import { sha256 } from '@bezoar/core';
import { describeIoError } from '../../readers/bytes/file-range.ts';
import type { InputFile } from '../../readers/inputs.ts';
import type { DocumentPart } from '../item/absorb-item.ts';
import type { AbsorbRead } from './absorb-input.ts';
import { looksLikePage } from './item-of-json.ts';

/** Largest document file: a book of plain text is about 1 MB; a page with its pictures inside rarely more (CWE-770). */
export const MAX_DOCUMENT_BYTES: number = 16 * 1024 * 1024;

const FORMATS: ReadonlyMap<string, DocumentPart['format']> = new Map([
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.mdx', 'markdown'],
  ['.txt', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.xhtml', 'html'],
]);

/** Whether a file is one document by its name. */
export function isWholeDocument(path: string): boolean {
  return FORMATS.has(extensionOf(path));
}

/** Reads a file as one document. Throws only the signal's reason. */
export async function readWholeDocument(input: InputFile, signal?: AbortSignal): Promise<AbsorbRead> {
  const { path, file, bytes } = input;
  if (bytes === 0) return { unreadable: { file: path, code: 'empty', reason: 'the file is empty' } };
  if (bytes > MAX_DOCUMENT_BYTES) {
    const reason = `the document has ${bytes} bytes, the limit is ${MAX_DOCUMENT_BYTES}`;
    return { unreadable: { file: path, code: 'line-too-long', reason } };
  }
  let content: Buffer;
  let text: string;
  try {
    content = await readFile(file, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    return { unreadable: { file: path, ...describeIoError(error) } };
  }
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return { unreadable: { file: path, code: 'not-utf8', reason: 'it is not valid UTF-8' } };
  }
  if (text.includes('\u0000')) {
    return { unreadable: { file: path, code: 'binary', reason: 'it holds NUL bytes: binary data' } };
  }
  const format = looksLikePage(text) ? 'html' : (FORMATS.get(extensionOf(path)) ?? 'markdown');
  return {
    item: {
      place: { file: path, line: 1 },
      digest: sha256(content),
      principal: { tenant: '', account: '' },
      unread: [],
      content: { kind: 'document', parts: [{ name: 'file', text, format }] },
    },
  };
}

function extensionOf(path: string): string {
  return /\.[a-z]+$/.exec(path.toLowerCase())?.[0] ?? '';
}
