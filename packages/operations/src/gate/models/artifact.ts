import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { canonicalJson, sha256 } from '@bezoar/core';
import { outputDigests } from '../../attest/output-digests.ts';
import type { GatedArtifact } from '../gate-document.ts';

/** The bytes at a path, as a gate names them. */
export async function artifactAt(
  path: string,
  workingDirectory: string,
  isLoaded: boolean,
  signal?: AbortSignal,
): Promise<GatedArtifact> {
  const all = await outputDigests([path], (one) => resolve(workingDirectory, one), signal);
  const isFolder = (await stat(resolve(workingDirectory, path))).isDirectory();
  const files = isFolder ? all.map((file) => ({ ...file, path: relative(path, file.path) })) : all;
  const digest = isFolder ? sha256(canonicalJson(files.map((file) => [file.path, file.sha256]))) : files[0]!.sha256;
  return { path, sha256: digest, files, isLoaded };
}
