import { isJsonObject, ownField } from '../../readers/record/own-field.ts';
import { textChunks } from './text-chunks.ts';

/** What a file of a snapshot is: a list of pages with digests, or revisions of pages. */
export type SnapshotFormat = 'manifest' | 'media-wiki' | 'revision-lines';

/** Longest first line that is looked at, UTF-16 units. */
const MAX_HEAD_LENGTH: number = 16 * 1024 * 1024;

/**
 * Tells by a file's first line what it is. Whatever is neither XML nor a revision is taken for a manifest, whose reader
 * says what is wrong with it.
 */
export async function snapshotFormat(file: string, signal?: AbortSignal): Promise<SnapshotFormat> {
  const source = textChunks(file, signal);
  let head = '';
  let next = await source.next();
  for (; next.done !== true; next = await source.next()) {
    head = (head + next.value).trimStart();
    if (head.startsWith('<') || head.includes('\n') || head.length > MAX_HEAD_LENGTH) break;
  }
  await source.return(undefined);
  if (head.startsWith('<')) return 'media-wiki';
  try {
    const line: unknown = JSON.parse(head.split('\n', 1)[0] ?? '');
    const isRevision =
      isJsonObject(line) && ownField(line, 'revision') !== undefined && ownField(line, 'at') !== undefined;
    return isRevision ? 'revision-lines' : 'manifest';
  } catch {
    return 'manifest';
  }
}
