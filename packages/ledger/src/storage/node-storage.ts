import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BezoarError } from '@bezoar/core';
import { openGrowingFile } from './node-growing-file.ts';
import type { FolderItem, Storage } from './storage.ts';
import { errnoOf, storageError } from './storage-error.ts';

/** File systems that have no hard links say so in one of these ways. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** A folder of the local file system. Nothing is created before the first write. */
export function nodeStorage(directory: string): Storage {
  const at = (path: string): string => join(directory, path);

  return {
    place: directory,
    read: (path, maxBytes) =>
      doing(`read ${path}`, async () => {
        const file = await openToRead(at(path));
        return (
          file &&
          closing(file, async () => {
            const { size } = await file.stat();
            if (size > maxBytes) throw tooLarge(path, maxBytes, size);
            return readFully(file, 0, size);
          })
        );
      }),
    readRange: (path, offset, length) =>
      doing(`read ${path}`, async () => {
        const file = await openToRead(at(path));
        return file ? closing(file, () => readFully(file, offset, length)) : new Uint8Array(0);
      }),
    size: (path) =>
      doing(`look at ${path}`, async () => {
        const found = await unlessMissing(stat(at(path)));
        return found?.isFile() ? found.size : undefined;
      }),
    list: (folder) =>
      doing(`list ${folder}`, async () => {
        const items = (await unlessMissing(readdir(at(folder), { withFileTypes: true }))) ?? [];
        const found = items.map((item): FolderItem => {
          const kind = item.isFile() ? 'file' : item.isDirectory() ? 'folder' : 'other';
          return { name: item.name, kind };
        });
        return found.sort((one, other) => (one.name < other.name ? -1 : 1));
      }),
    write: (path, bytes) => doing(`write ${path}`, () => writeAndSync(at(path), 'w', bytes)),
    createExclusive: (path, bytes) => doing(`create ${path}`, () => createExclusively(at(path), bytes)),
    rename: (from, to) => doing(`rename ${from}`, () => rename(at(from), at(to))),
    remove: (path) =>
      doing(`remove ${path}`, async () => {
        await unlessMissing(unlink(at(path)));
      }),
    removeFolder: (path) =>
      doing(`remove ${path}`, async () => {
        await unless(new Set(['ENOENT', 'ENOTEMPTY', 'EEXIST']), rmdir(at(path)));
      }),
    makeFolder: (path) =>
      doing(`create ${path === '' ? directory : path}`, async () => {
        if (path === '') await makeRoot(directory);
        else await unless(new Set(['EEXIST']), mkdir(at(path)));
      }),
    syncFolder: (path) => doing(`flush ${path}`, () => syncFolder(at(path))),
    openGrowing: (path) => doing(`open ${path}`, () => openGrowingFile(at(path), path)),
  };
}

async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(what, error);
  }
}

async function unless<T>(codes: ReadonlySet<string>, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codes.has(errnoOf(error))) return undefined;
    throw error;
  }
}

const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  return unless(MISSING, work);
}

function openToRead(path: string): Promise<FileHandle | undefined> {
  return unlessMissing(open(path, 'r'));
}

async function closing<T>(file: FileHandle, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await file.close();
  }
}

async function readFully(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}

async function writeAndSync(path: string, flags: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, flags, 0o644);
  await closing(file, async () => {
    await file.writeFile(bytes);
    await file.sync();
  });
}

// A hard link to a finished file, so that nobody ever sees the name with half of its content.
async function createExclusively(path: string, bytes: Uint8Array): Promise<boolean> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await writeAndSync(unfinished, 'wx', bytes);
    await link(unfinished, path);
    return true;
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
    const created = await unless(
      new Set(['EEXIST']),
      writeAndSync(path, 'wx', bytes).then(() => true),
    );
    return created ?? false;
  } finally {
    await unlessMissing(unlink(unfinished));
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no handles on folders; its file systems write names with the file.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await closing(folder, () => folder.sync());
}

// Names of new folders survive a power cut only if what holds them is flushed, up to the first that was there before.
async function makeRoot(directory: string): Promise<void> {
  const root = resolve(directory);
  const firstMade = await mkdir(root, { recursive: true });
  const last = dirname(firstMade ?? root);
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    // Whoever may not read the folder did not create it now.
    await unless(new Set(['EACCES', 'EPERM']), syncFolder(folder));
    if (folder === last || folder === dirname(folder)) return;
  }
}

function tooLarge(path: string, maxBytes: number, size: number): BezoarError {
  return new BezoarError('ledger/io', `expected at most ${maxBytes} bytes in \`${path}\`, got ${size}`);
}
