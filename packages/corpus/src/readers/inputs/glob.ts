import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { compileSegment, isGlob } from './segment-pattern.ts';

/** Folders that `**` goes down: deeper than any real tree, so that a cyclic mount ends. */
const MAX_DEPTH = 64;

/**
 * The files that a glob matches, sorted by UTF-16 code unit: `*`, `?`, `[...]` within a segment and `**` for any number of
 * folders. Folders themselves are not matched. `**` does not follow symbolic links, so no loop is entered; folders that
 * cannot be listed match nothing. A relative pattern is looked up in `base`, and its matches stay relative.
 */
export async function expandGlob(pattern: string, base = '.'): Promise<readonly string[]> {
  const isAbsolute = pattern.startsWith('/');
  const segments = pattern.split('/').filter((segment) => segment !== '');
  const found = new Set<string>();
  await walk({ folder: isAbsolute ? '/' : '', base }, segments, 0, found);
  return [...found].sort();
}

/** A folder as it is shown, and where a relative one lies. */
interface GlobFolder {
  readonly folder: string;
  readonly base: string;
}

async function walk(at: GlobFolder, segments: readonly string[], depth: number, found: Set<string>): Promise<void> {
  const { folder, base } = at;
  const under = (path: string): GlobFolder => ({ folder: path, base });
  const [segment, ...rest] = segments;
  if (segment === undefined || depth > MAX_DEPTH) return;
  if (segment === '**') {
    await walk(at, rest.length === 0 ? ['*'] : rest, depth, found);
    for (const entry of await list(at)) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        await walk(under(join(folder, entry.name)), segments, depth + 1, found);
      }
    }
    return;
  }
  let names: readonly string[];
  if (isGlob(segment)) {
    const matches = compileSegment(segment);
    names = (await list(at)).map((entry) => entry.name).filter(matches);
  } else names = [segment];
  for (const name of names) {
    const path = folder === '' ? name : join(folder, name);
    if (rest.length > 0) await walk(under(path), rest, depth + 1, found);
    else if (await isFile(resolve(base, path))) found.add(path);
  }
}

async function list({ folder, base }: GlobFolder): Promise<readonly Dirent[]> {
  try {
    return await readdir(resolve(base, folder), { withFileTypes: true });
  } catch {
    return [];
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    // A link that leads nowhere is no file; one that may not be followed is named, so that it can be reported.
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}
