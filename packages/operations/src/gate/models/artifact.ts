import type { GatedArtifact } from '../gate-document.ts';
import { digestArtifact } from '../../promotion/artifact-digest.ts';

/** The bytes at a path, as a gate names them. */
export async function artifactAt(
  path: string,
  workingDirectory: string,
  isLoaded: boolean,
  signal?: AbortSignal,
): Promise<GatedArtifact> {
  const { sha256, files } = await digestArtifact(path, { workingDirectory, ...(signal === undefined ? {} : { signal }) });
  return { path, sha256, files, isLoaded };
}
