import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { lowerTier } from '@bezoar/core';
import type { AssignedSource } from '@bezoar/corpus';
import { matchedPaths, UNDECLARED_SOURCE } from '@bezoar/corpus/readers';
import type { Project } from './project.ts';

/**
 * Which source of the document a file belongs to, by the file behind all links: a link into a trusted folder makes no file
 * trusted, nor does a link out of it, and a folder that is itself a link has to be named by where it really lies. A file that
 * several sources match belongs to the least trusted of them. Paths are as the run names them, relative to `workingDirectory`.
 */
export async function fileSources(
  project: Project,
  workingDirectory: string,
): Promise<(path: string) => AssignedSource> {
  const byFile = new Map<string, AssignedSource>();
  const folder = realPathOf(project.folder);
  for (const { name, paths, tier } of project.model.corpus.sources) {
    for (const path of await matchedPaths(paths, project.folder)) {
      const file = resolve(folder, relative(project.folder, path));
      if (realPathOf(path) !== file) continue;
      const known = byFile.get(file);
      if (known === undefined || lowerTier(known.tier, tier) === tier) {
        byFile.set(file, { name, tier, isDeclared: true });
      }
    }
  }
  return (path) => byFile.get(realPathOf(resolve(workingDirectory, path))) ?? UNDECLARED_SOURCE;
}

/** The file behind all links; the path itself where there is none. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
