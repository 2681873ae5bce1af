import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';
import { digestFile } from '@bezoar/corpus/readers';

/** A file that a training left. */
export interface OutputFile {
  /** As it was named, or below a folder that was. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Files of one training that are listed in its provenance: the shards of a large model (CWE-770). */
export const MAX_OUTPUT_FILES = 4096;

/**
 * The files at these paths, folders with all that is in them, sorted. A link to a file stands for its bytes, as whoever loads
 * the model will read them; a link to a folder is refused, because it may lead in a circle. Throws `attest/no-output` where a
 * path does not exist or holds nothing, `attest/linked-folder` and `attest/too-many-outputs`.
 */
export async function outputDigests(
  paths: readonly string[],
  resolvePath: (path: string) => string,
  signal?: AbortSignal,
): Promise<readonly OutputFile[]> {
  const files: OutputFile[] = [];
  const add = async (path: string, isLink = false): Promise<void> => {
    const own = await stat(resolvePath(path)).catch((error: unknown) => {
      throw new UsageError('attest/no-output', `cannot read the output \`${path}\`: ${describeError(error)}`);
    });
    if (own.isDirectory() && isLink) {
      throw new UsageError(
        'attest/linked-folder',
        `the output \`${path}\` is a link to a folder; name that folder itself`,
      );
    }
    if (own.isDirectory()) {
      for (const item of await readdir(resolvePath(path), { withFileTypes: true })) {
        await add(join(path, item.name), item.isSymbolicLink());
      }
    } else {
      if (files.length === MAX_OUTPUT_FILES) {
        throw new UsageError('attest/too-many-outputs', `expected at most ${MAX_OUTPUT_FILES} output files`);
      }
      files.push({ path, sha256: await digestFile(resolvePath(path), signal), bytes: own.size });
    }
  };
  for (const path of paths) await add(path);
  if (files.length === 0) throw new UsageError('attest/no-output', 'the training left no file at its outputs');
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
