import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, type Sha256, UsageError } from '@bezoar/core';
import { digestFile } from '@bezoar/corpus/readers';

/** A file by its bytes. */
export interface DigestedFile {
  /** As it was named, or below a folder that was. */
  readonly path: string;
  readonly sha256: Sha256;
  readonly bytes: number;
}

/** Files, and folders, of one model or training: the shards of a large one (CWE-770). */
export const MAX_DIGESTED_FILES = 4096;

/** How files are looked at, and how it is said that they cannot be. */
export interface FileDigesting {
  readonly resolvePath: (path: string) => string;
  /** What a path is, in words: `output`. */
  readonly noun: string;
  /** Codes of what is refused. */
  readonly codes: { readonly unreadable: string; readonly linkedFolder: string; readonly tooMany: string };
  readonly signal?: AbortSignal;
}

/**
 * The files at these paths, folders with all that is in them, hidden files too, sorted by path. A link to a file stands for its
 * bytes, as whoever loads it will read them; a link to a folder inside another is refused, because it may lead in a circle, and so
 * is what is neither file nor folder, because reading it may never end. Throws a `UsageError` with one of `codes`.
 */
export async function digestFiles(
  paths: readonly string[],
  { resolvePath, noun, codes, signal }: FileDigesting,
): Promise<readonly DigestedFile[]> {
  const files: DigestedFile[] = [];
  let folders = 0;
  const add = async (path: string, isLink = false): Promise<void> => {
    signal?.throwIfAborted();
    const own = await stat(resolvePath(path)).catch((error: unknown) => {
      throw new UsageError(codes.unreadable, `cannot read the ${noun} \`${path}\`: ${describeError(error)}`);
    });
    if (own.isDirectory() && isLink) {
      const message = `the ${noun} \`${path}\` is a link to a folder; name that folder itself`;
      throw new UsageError(codes.linkedFolder, message);
    }
    if (!own.isDirectory() && !own.isFile()) {
      throw new UsageError(codes.unreadable, `the ${noun} \`${path}\` is neither a file nor a folder`);
    }
    if (Math.max(files.length, folders) === MAX_DIGESTED_FILES) {
      throw new UsageError(codes.tooMany, `expected at most ${MAX_DIGESTED_FILES} ${noun} files`);
    }
    if (own.isDirectory()) {
      folders++;
      for (const item of await readdir(resolvePath(path), { withFileTypes: true })) {
        await add(join(path, item.name), item.isSymbolicLink());
      }
    } else files.push({ path, sha256: await digestFile(resolvePath(path), signal), bytes: own.size });
  };
  for (const path of paths) await add(path);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
