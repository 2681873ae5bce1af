import { isJsonObject, type JsonObject, ownField } from '../../readers/record/own-field.ts';
import type { Unreadable } from '../../readers/unreadable.ts';
import { firstOf, TOO_MANY } from './json-lines-manifest.ts';
import { MAX_MANIFEST_ENTRIES, type Manifest, type ManifestEntry, manifestEntry } from './manifest-entry.ts';

/**
 * Reads a Croissant dataset (MLCommons Croissant 1.1, JSON-LD): each `FileObject` of `distribution` that is fetched from
 * an address. One inside an archive is covered by the archive's digest. A dataset that is declared live is refused whole:
 * its publisher says that it changes. Undefined where the document is none.
 */
export function readCroissant(path: string, document: unknown): Manifest | undefined {
  if (!isJsonObject(document)) return undefined;
  const distribution = firstOf(document, names('distribution'));
  if (distribution === undefined) return undefined;
  const isLive = isTrue(firstOf(document, names('isLiveDataset')));
  const entries: ManifestEntry[] = [];
  const unreadable: Unreadable[] = [];
  const objects = Array.isArray(distribution) ? (distribution as unknown[]) : [distribution];
  for (const [index, object] of objects.slice(0, MAX_MANIFEST_ENTRIES).entries()) {
    const line = index + 1;
    if (!isJsonObject(object)) {
      unreadable.push({ file: path, code: 'not-a-record', reason: `distribution ${line} is not an object` });
      continue;
    }
    if (!isFileObject(object) || firstOf(object, names('containedIn')) !== undefined) continue;
    const entry = manifestEntry(
      {
        url: firstOf(object, names('contentUrl')),
        sha256: firstOf(object, names('sha256')),
        weak: firstOf(object, names('md5')),
      },
      line,
    );
    if (typeof entry === 'string') {
      unreadable.push({ file: path, code: 'not-a-record', reason: `distribution ${line} has no \`contentUrl\`` });
    } else if (isLive || isTrue(firstOf(object, names('isLiveDataset')))) {
      const { sha256: _, ...rest } = entry;
      entries.push({ ...rest, refusal: 'it is declared live (`isLiveDataset`): its publisher says that it changes' });
    } else entries.push(entry);
  }
  if (objects.length > MAX_MANIFEST_ENTRIES) unreadable.push({ file: path, ...TOO_MANY });
  return { entries, unreadable };
}

/** A term under the prefixes that Croissant documents use; their contexts are not loaded from the network. */
function names(term: string): readonly string[] {
  return [
    term,
    `sc:${term}`,
    `cr:${term}`,
    `schema:${term}`,
    `https://schema.org/${term}`,
    `http://mlcommons.org/croissant/${term}`,
  ];
}

function isFileObject(object: JsonObject): boolean {
  const type = ownField(object, '@type') ?? ownField(object, 'type');
  const types = Array.isArray(type) ? (type as unknown[]) : [type];
  return types.some((one) => typeof one === 'string' && /(?:^|[:/])FileObject$/.test(one));
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}
