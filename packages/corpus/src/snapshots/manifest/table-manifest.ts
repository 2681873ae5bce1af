import type { Unreadable } from '../../readers/unreadable.ts';
import { TOO_MANY, URL_FIELDS, WEAK_FIELDS } from './json-lines-manifest.ts';
import { MAX_MANIFEST_ENTRIES, type Manifest, type ManifestEntry, manifestEntry } from './manifest-entry.ts';
import { splitRows, type TableRow } from './table-rows.ts';
import { textChunks } from './text-chunks.ts';

const SHA256_NAMES = ['sha256', 'SHA256', 'sha-256'];

/** Reads a manifest of comma- or tab-separated values with a header that names `url` and `sha256`, as image corpora have them. */
export async function readTableManifest(
  path: string,
  file: string,
  separator: ',' | '\t',
  signal?: AbortSignal,
): Promise<Manifest> {
  const entries: ManifestEntry[] = [];
  const unreadable: Unreadable[] = [];
  let columns: { readonly url: number; readonly sha256: number; readonly weak: number } | undefined;
  const take = (row: TableRow): void => {
    if (columns === undefined) {
      const at = (names: readonly string[]): number => row.cells.findIndex((cell) => names.includes(cell.trim()));
      columns = { url: at(URL_FIELDS), sha256: at(SHA256_NAMES), weak: at(WEAK_FIELDS) };
      return;
    }
    const { url, sha256, weak } = columns;
    const { cells, line } = row;
    const entry = manifestEntry({ url: cells[url], sha256: cells[sha256], weak: cells[weak] }, line);
    if (typeof entry !== 'string') entries.push(entry);
    else unreadable.push({ file: path, line, code: 'not-a-record', reason: entry });
  };
  const splitter = splitRows(separator);
  const source = textChunks(file, signal);
  const fail = (reason: string): void => {
    unreadable.push({ file: path, code: 'not-a-record', reason: `${reason}; the rest was not read` });
  };
  let next = await source.next();
  for (; next.done !== true; next = await source.next()) {
    const { rows, fault } = splitter.feed(next.value);
    rows.forEach(take);
    const isFull = entries.length + unreadable.length > MAX_MANIFEST_ENTRIES;
    if (fault !== undefined || isFull) {
      if (fault !== undefined) fail(fault);
      else unreadable.push({ file: path, ...TOO_MANY });
      await source.return(undefined);
      return { entries, unreadable };
    }
  }
  const { rows, fault } = splitter.finish();
  rows.forEach(take);
  if (next.value !== undefined) unreadable.push({ file: path, ...next.value });
  else if (fault !== undefined) fail(fault);
  return { entries, unreadable };
}
