import type { DigestedArtifact } from '../artifact-digest.ts';

/** A file by which a model is not the one that was promoted. */
export interface FileDifference {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
}

/** In which files a model differs from another, sorted by path. */
export function fileDifferences(
  now: Pick<DigestedArtifact, 'files'>,
  before: Pick<DigestedArtifact, 'files'>,
): readonly FileDifference[] {
  const known = new Map(before.files.map(({ path, sha256 }) => [path, sha256]));
  const found = new Map<string, FileDifference['change']>();
  for (const { path, sha256 } of now.files) {
    const former = known.get(path);
    if (former === undefined) found.set(path, 'added');
    else if (former !== sha256) found.set(path, 'changed');
    known.delete(path);
  }
  for (const path of known.keys()) found.set(path, 'removed');
  return [...found].map(([path, change]) => ({ path, change })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
