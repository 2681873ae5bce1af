import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Bytes that are gathered before they are written. */
const BUFFER_LENGTH: number = 256 * 1024;

/** A file of lines that is there whole or not at all. */
export interface LineFile {
  add(line: string): Promise<void>;
  /** Flushes and puts it in its place, over what lay there. */
  commit(): Promise<void>;
  /** Deletes it, unless it was committed. Never throws. */
  discard(): Promise<void>;
}

/** Begins a file of lines beside its place. Throws the file system's error. */
export async function openLineFile(path: string): Promise<LineFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  let file: FileHandle | undefined = await open(temporary, 'wx');
  let pending: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    length = 0;
    if (text !== '') await file?.writeFile(text);
  };
  const close = async (): Promise<void> => {
    const open = file;
    file = undefined;
    await open?.close();
  };
  return {
    add: async (line) => {
      pending.push(line, '\n');
      length += line.length;
      if (length >= BUFFER_LENGTH) await flush();
    },
    commit: async () => {
      await flush();
      await file?.sync();
      await close();
      await rename(temporary, path);
    },
    discard: async () => {
      await close().catch(() => undefined);
      await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

/** Writes lines as one file, whole or not at all. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const file = await openLineFile(path);
  try {
    for (const line of lines) await file.add(line);
    await file.commit();
  } finally {
    await file.discard();
  }
}
