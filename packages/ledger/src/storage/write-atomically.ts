import { randomUUID } from 'node:crypto';
import type { Storage } from './storage.ts';

/** Where unfinished files lie; whatever is left there was never part of the log. */
export const UNFINISHED_FOLDER = 'unfinished';

/** Files flushed at the same time: the disk merges them, and Node has four threads for it. */
const PARALLEL_FILES = 8;

/** A file to come. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes files so that each exists whole or not at all, and all are on disk when this returns: content first (flushed),
 * then the names, then the folders. After a failure some of the files may exist. Folders are created as needed. Calls may
 * overlap, also from several processes.
 */
export async function writeAtomically(storage: Storage, files: readonly NewFile[]): Promise<void> {
  if (files.length === 0) return;
  const folders = new Set(files.flatMap(({ path }) => ancestors(folderOf(path))));
  for (const folder of [UNFINISHED_FOLDER, ...folders]) await storage.makeFolder(folder);
  const call = randomUUID();
  const unfinished = (index: number): string => `${UNFINISHED_FOLDER}/${call}-${index}`;
  await inParallel(files.length, (index) => storage.write(unfinished(index), files[index]!.bytes));
  for (const [index, { path }] of files.entries()) await storage.rename(unfinished(index), path);
  // Every folder on the way, also one that was there before: an earlier call may have made it and failed to flush its name.
  const touched = ['', ...folders];
  await inParallel(touched.length, (index) => storage.syncFolder(touched[index]!));
}

/** Removes what an interrupted `writeAtomically` left behind. */
export async function removeUnfinished(storage: Storage): Promise<void> {
  for (const { name, kind } of await storage.list(UNFINISHED_FOLDER)) {
    if (kind !== 'folder') await storage.remove(`${UNFINISHED_FOLDER}/${name}`);
  }
}

/** The folder that holds a path; `''` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function ancestors(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  // Every lane ends before a failure is reported: nothing of this call may touch the disk after it.
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(PARALLEL_FILES, count) }, lane));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
}
