import { UsageError } from '@bezoar/core';
import { type DigestedFile, digestFiles } from '../files/digest-files.ts';

/** A file that a training left. */
export type OutputFile = DigestedFile;

/**
 * The files at these paths, as `digestFiles` finds them. Throws `attest/no-output` where a path cannot be read or there is no file
 * at all, `attest/linked-folder` and `attest/too-many-outputs`.
 */
export async function outputDigests(
  paths: readonly string[],
  resolvePath: (path: string) => string,
  signal?: AbortSignal,
): Promise<readonly OutputFile[]> {
  const files = await digestFiles(paths, {
    resolvePath,
    noun: 'output',
    codes: {
      unreadable: 'attest/no-output',
      linkedFolder: 'attest/linked-folder',
      tooMany: 'attest/too-many-outputs',
    },
    ...(signal === undefined ? {} : { signal }),
  });
  if (files.length === 0) throw new UsageError('attest/no-output', 'the training left no file at its outputs');
  return files;
}
