import { isJsonObject, type JsonObject, ownField } from '../../readers/record/own-field.ts';
import type { Problem, Unreadable } from '../../readers/unreadable.ts';
import { MAX_MANIFEST_ENTRIES, type Manifest, type ManifestEntry, manifestEntry } from './manifest-entry.ts';
import { textLines } from './text-lines.ts';

/** Names under which other tools write an address. */
export const URL_FIELDS = ['url', 'URL', 'link', 'contentUrl', 'image_url'] as const;

/** Names of digests that are not collision resistant. */
export const WEAK_FIELDS = ['md5', 'MD5', 'sha1', 'SHA1'] as const;

/** Reads a manifest of one JSON object a line: `{"url": …, "sha256": …}`, as bezoar and others write them. */
export async function readJsonLinesManifest(path: string, file: string, signal?: AbortSignal): Promise<Manifest> {
  const entries: ManifestEntry[] = [];
  const unreadable: Unreadable[] = [];
  const lines = textLines(file, signal);
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) {
    const { line, text } = next.value;
    if (text?.trim() === '') continue;
    const read = text === undefined ? TOO_LONG : entryOf(text, line);
    if ('url' in read) entries.push(read);
    else unreadable.push({ file: path, line, ...read });
    if (entries.length + unreadable.length >= MAX_MANIFEST_ENTRIES) {
      unreadable.push({ file: path, line, ...TOO_MANY });
      await lines.return(undefined);
      return { entries, unreadable };
    }
  }
  if (next.value !== undefined) unreadable.push({ file: path, ...next.value });
  return { entries, unreadable };
}

/** What is said of a manifest beyond `MAX_MANIFEST_ENTRIES`. */
export const TOO_MANY: Problem = {
  code: 'too-many-fields',
  reason: `it has more than ${MAX_MANIFEST_ENTRIES} entries; the rest was not read`,
};
const TOO_LONG: Problem = { code: 'line-too-long', reason: 'the line is too long' };

function entryOf(text: string, line: number): ManifestEntry | Problem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: 'not-json', reason: 'it is not JSON' };
  }
  if (!isJsonObject(value)) return { code: 'not-a-record', reason: 'it is not an object' };
  const object = value;
  const entry = manifestEntry(
    {
      url: firstOf(object, URL_FIELDS),
      sha256: ownField(object, 'sha256'),
      weak: firstOf(object, WEAK_FIELDS),
      finalUrl: ownField(object, 'finalUrl'),
    },
    line,
  );
  return typeof entry === 'string' ? { code: 'not-a-record', reason: entry } : entry;
}

/** The first of some own fields that is there. */
export function firstOf(object: JsonObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = ownField(object, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
