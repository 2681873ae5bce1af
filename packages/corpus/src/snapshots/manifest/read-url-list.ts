import type { Unreadable } from '../../readers/unreadable.ts';
import { MAX_MANIFEST_ENTRIES } from './manifest-entry.ts';
import { textLines } from './text-lines.ts';

/** Addresses to curate. */
export interface UrlList {
  /** Each once, in the order of the file. */
  readonly urls: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

/** Reads a list of addresses, one a line; blank lines and lines that begin with `#` are passed over. */
export async function readUrlList(path: string, file: string, signal?: AbortSignal): Promise<UrlList> {
  const urls = new Set<string>();
  const unreadable: Unreadable[] = [];
  const lines = textLines(file, signal);
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) {
    const { line, text } = next.value;
    if (text === undefined)
      unreadable.push({ file: path, line, code: 'line-too-long', reason: 'the line is too long' });
    const url = text?.trim() ?? '';
    if (url === '' || url.startsWith('#')) continue;
    urls.add(url);
    if (urls.size >= MAX_MANIFEST_ENTRIES) {
      const reason = `it has ${MAX_MANIFEST_ENTRIES} addresses or more; the rest was not read`;
      unreadable.push({ file: path, line, code: 'too-many-fields', reason });
      await lines.return(undefined);
      return { urls: [...urls], unreadable };
    }
  }
  if (next.value !== undefined) unreadable.push({ file: path, ...next.value });
  return { urls: [...urls], unreadable };
}
