import { stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { canonicalJson, describeError, type Sha256, sha256, UsageError } from '@bezoar/core';
import { digestFiles } from '../files/digest-files.ts';
import type { GatedArtifact } from '../gate/gate-document.ts';

/** A model's bytes, by digest. */
export type DigestedArtifact = Omit<GatedArtifact, 'isLoaded'>;

/** Where a model lies. */
export interface ArtifactPlace {
  readonly workingDirectory: string;
  /** The document's folder: what is logged says where a model lies from here, and never on which machine. Absent: as it was named. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

const CODES = {
  unreadable: 'promotion/not-read',
  linkedFolder: 'promotion/linked-folder',
  tooMany: 'promotion/too-many-files',
} as const;

/**
 * The digest by which a model is gated, promoted and verified. Of a file it is the SHA-256 of its bytes, so that any tool computes it; of a
 * folder the SHA-256 of the canonical JSON (RFC 8785) of the list of `[relative path, sha256]` of all its files, sorted by path,
 * with `/` between names. A file that is added, renamed, converted or quantised makes another digest. Where it lies does not.
 *
 * Throws `promotion/not-read` for what cannot be read or holds no file, `promotion/linked-folder`, `promotion/too-many-files`.
 */
export async function digestArtifact(path: string, place: ArtifactPlace): Promise<DigestedArtifact> {
  const { workingDirectory, folder, signal } = place;
  const root = resolve(workingDirectory, path);
  const own = await stat(root).catch((error: unknown) => {
    throw new UsageError(CODES.unreadable, `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  });
  const isFolder = own.isDirectory();
  const found = await digestFiles(['.'], {
    resolvePath: (name) => resolve(root, name),
    noun: `model \`${path}\`:`,
    codes: CODES,
    ...(signal === undefined ? {} : { signal }),
  });
  const [only] = found;
  if (only === undefined) throw new UsageError(CODES.unreadable, `there is no file in \`${path}\``);
  const files = isFolder
    ? found.map((file) => ({ ...file, path: withSlashes(file.path) }))
    : [{ ...only, path: basename(root) }];
  return {
    path: folder === undefined ? path : withSlashes(relative(folder, root)) || '.',
    sha256: isFolder ? folderDigest(files) : only.sha256,
    files,
  };
}

/** Whether an artifact is a folder: a file is the only one, and has its digest. */
export function isFolderArtifact({ sha256: digest, files }: DigestedArtifact): boolean {
  return !(files.length === 1 && files[0]?.sha256 === digest);
}

function folderDigest(files: readonly { readonly path: string; readonly sha256: Sha256 }[]): Sha256 {
  // Sorted again: with `/` the order may be another one than that of the system's own names.
  const list = files.map(({ path, sha256: digest }) => [path, digest] as const);
  return sha256(canonicalJson(list.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
