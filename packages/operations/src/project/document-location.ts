import { lstat, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '@bezoar/core';

/** The document's file name. */
export const DOCUMENT_NAME = 'THREATMODEL.md';

/** Where a command looks for its threat model. Only the command line knows these. */
export interface ProjectLocation {
  /** `--config`. */
  readonly config?: string;
  /** `BEZOAR_CONFIG`. */
  readonly environmentConfig?: string;
  readonly workingDirectory: string;
  /** `BEZOAR_LEDGER_KEY`: the ledger's private key, where it is not kept in `.bezoar/keys`. */
  readonly ledgerKeyFile?: string;
  /** The user that runs the command; -1 where the system has no such thing. */
  readonly userId?: number;
}

/** Folders above the working directory that are looked at. Stops a loop of mounts; real trees are under 40 deep. */
const MAX_DEPTH = 256;

/**
 * Finds the document: `--config`, else `BEZOAR_CONFIG`, else upwards from the working directory to the git root. Outside
 * a git repository only the working directory itself counts, because anyone may write to a folder further up (compare
 * CVE-2022-24765). Undefined where there is none. Throws `policy/not-found` for one that was named and does not exist,
 * `policy/foreign-owner` for one that was found and belongs to another user.
 */
export async function findDocument(location: ProjectLocation): Promise<string | undefined> {
  const { workingDirectory } = location;
  for (const [named, by] of [
    [location.config, '--config'],
    [location.environmentConfig, 'BEZOAR_CONFIG'],
  ] as const) {
    if (named === undefined || named === '') continue;
    const path = resolve(workingDirectory, named);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() === true) return path;
    const is = stats === undefined ? 'does not exist' : 'is not a file';
    throw new UsageError('policy/not-found', `\`${named}\` (${by}) ${is}`);
  }
  for (const folder of await searchedFolders(workingDirectory)) {
    const path = join(folder, DOCUMENT_NAME);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() !== true) continue;
    refuseForeignOwner(path, stats.uid, location.userId ?? -1);
    return path;
  }
  return undefined;
}

async function searchedFolders(workingDirectory: string): Promise<string[]> {
  const folders: string[] = [];
  let folder = resolve(workingDirectory);
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    folders.push(folder);
    // A work tree or a submodule: `.git` is a folder or a file.
    if (await exists(join(folder, '.git'))) return folders;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return folders.slice(0, 1);
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** A configuration that somebody else put into a shared folder must be named to be obeyed. Root may read anyone's. */
function refuseForeignOwner(path: string, owner: number, user: number): void {
  if (user <= 0 || owner === user || owner === 0) return;
  throw new UsageError(
    'policy/foreign-owner',
    `\`${path}\` belongs to user ${owner}, not to you (${user}); name it with \`--config\` to obey it`,
  );
}
