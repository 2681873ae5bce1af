import { chmod, mkdir, rename, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSha256, type Sha256 } from '@bezoar/core';
import { digestFile } from '../../readers/file-digest.ts';
import { lockFolder } from './folder-lock.ts';
import { type PartialBody, partialBody } from './partial-body.ts';

/** Where bodies go: `objects` holds what was taken, `quarantine` what was served instead of it. */
export type BodyShelf = 'objects' | 'quarantine';

/** Bodies under their digests. */
export interface ObjectStore {
  readonly folder: string;
  /** A half-fetched body of a URL. */
  partial(url: string): PartialBody;
  /** Puts a whole body in its place and returns its path relative to the folder. INVARIANT: the caller digested exactly these bytes. */
  keep(shelf: BodyShelf, partial: PartialBody, digest: Sha256): Promise<string>;
  /** Lets go of the folder. */
  close(): Promise<void>;
}

/** Path of a body relative to its store: `objects/ab/<sha256>`. */
export function objectPath(shelf: BodyShelf, digest: Sha256): string {
  return join(shelf, digest.slice(0, 2), digest);
}

/**
 * Whether a folder holds a body, by its bytes and not by its name: `absent`, `intact`, or `altered` where the file under
 * that name has another digest. A digest that is none is absent.
 */
export async function bodyState(
  folder: string,
  digest: Sha256,
  signal?: AbortSignal,
): Promise<'absent' | 'intact' | 'altered'> {
  if (!isSha256(digest)) return 'absent';
  const path = join(folder, objectPath('objects', digest));
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return 'absent';
  return (await digestFile(path, signal)) === digest ? 'intact' : 'altered';
}

/** Opens a folder for bodies, for one run at a time. Throws `snapshot/locked`, or the file system's error. */
export async function openObjectStore(folder: string, processId: number): Promise<ObjectStore> {
  const partials = join(folder, 'partial');
  await mkdir(partials, { recursive: true });
  const release = await lockFolder(folder, processId);
  return {
    folder,
    partial: (url) => partialBody(partials, url),
    keep: async (shelf, partial, digest) => {
      const path = objectPath(shelf, digest);
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      // Nobody has a reason to write into a body again.
      await chmod(partial.path, 0o444);
      // Over whatever lies there: it has the same digest, or was altered.
      await rename(partial.path, target);
      await partial.discard();
      return path;
    },
    close: async () => {
      await release();
      // Left behind where something can still be continued.
      await rmdir(partials).catch(() => undefined);
    },
  };
}
