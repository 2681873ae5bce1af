import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compileSegment, isGlob } from './segment-pattern.ts';

/** Folders that `**` goes down: deeper than any real tree, so that a cyclic mount ends. */
const MAX_DEPTH = 64;

/**
 * The files that a glob matches, sorted by UTF-16 code unit: `*`, `?`, `[...]` within a segment and `**` for any number of
 * folders. Folders themselves are not matched. `**` does not follow symbolic links, so no loop is entered; folders that
 * cannot be listed match nothing.
 */
export async function expandGlob(pattern: string): Promise<readonly string[]> {
  const isAbsolute = pattern.startsWith('/');
  const segments = pattern.split('/').filter((segment) => segment !== '');
  const found = new Set<string>();
  await walk(isAbsolute ? '/' : '', segments, 0, found);
  return [...found].sort();
}

async function walk(folder: string, segments: readonly string[], depth: number, found: Set<string>): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined || depth > MAX_DEPTH) return;
  if (segment === '**') {
    await walk(folder, rest.length === 0 ? ['*'] : rest, depth, found);
    for (const entry of await list(folder)) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        await walk(join(folder, entry.name), segments, depth + 1, found);
      }
    }
    return;
  }
  let names: readonly string[];
  if (isGlob(segment)) {
    const matches = compileSegment(segment);
    names = (await list(folder)).map((entry) => entry.name).filter(matches);
  } else names = [segment];
  for (const name of names) {
    const path = folder === '' ? name : join(folder, name);
    if (rest.length > 0) await walk(path, rest, depth + 1, found);
    else if (await isFile(path)) found.add(path);
  }
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder === '' ? '.' : folder, { withFileTypes: true });
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
