import { BezoarError } from '@bezoar/core';
import type { FolderItem, GrowingFile, Storage } from '../storage/storage.ts';
import { storageError } from '../storage/storage-error.ts';
import { folderOf } from '../storage/write-atomically.ts';
import {
  applyChange,
  applyName,
  contentAfter,
  type DiskImage,
  imageAfter,
  type ModelFile,
  type ModelNode,
  type NameChange,
  type PowerCut,
} from './disk-image.ts';

/** What happens at a step, numbered from 0 over all operations: nothing, the power fails, or the disk refuses. */
export type Fault = 'power' | 'ENOSPC' | 'EIO' | undefined;

/** A disk in memory that keeps apart what was written and what was flushed. */
export interface CrashStorage {
  readonly storage: Storage;
  /** Every operation so far, as `name path`. */
  readonly steps: readonly string[];
  /** What the disk holds if the power fails now. */
  cutPower(how: PowerCut): DiskImage;
}

/** Thrown by every operation once the power is gone; the process of the test would be, too. */
export class PowerCutError extends Error {
  override readonly name: string = 'PowerCutError';
}

/**
 * A model of a disk by the rules of `Storage`, started from `image`. `faultAt` is asked before each operation. At a power cut the
 * operation is under way: its effect is there, but not flushed. A refused append leaves half of its bytes; a refused flush forgets
 * what it could not write, as Linux does: it still reads back, and no later flush brings it to disk.
 */
export function createCrashStorage(
  image: DiskImage = new Map(),
  faultAt: (step: number, what: string) => Fault = () => undefined,
): CrashStorage {
  const durable = new Map<string, ModelNode>();
  for (const [path, content] of image) {
    durable.set(path, content === 'folder' ? content : { durable: content, changes: [] });
  }
  const names = new Map(durable);
  let changes: NameChange[] = [];
  const steps: string[] = [];
  let isOff = false;

  /** Runs an operation: `effect` reaches the memory of the machine, `flush` the disk. */
  const step = async (
    what: string,
    effect: () => void,
    flush: () => void = () => {},
    refused: () => void = () => {},
  ): Promise<void> => {
    await Promise.resolve();
    if (isOff) throw new PowerCutError(what);
    const fault = faultAt(steps.push(what) - 1, what);
    if (fault === 'ENOSPC' || fault === 'EIO') {
      refused();
      throw storageError(what, Object.assign(new Error(fault), { code: fault }));
    }
    effect();
    if (fault === 'power') {
      isOff = true;
      throw new PowerCutError(what);
    }
    flush();
  };

  const change = (one: NameChange): void => {
    applyName(names, one);
    changes.push(one);
  };
  const fileAt = (path: string): ModelFile | undefined => {
    const node = names.get(path);
    return node === 'folder' ? undefined : node;
  };
  const contentAt = (path: string): Uint8Array | undefined => {
    const file = fileAt(path);
    return file && Uint8Array.from(contentAfter(file, 'everything'));
  };
  const requireFolder = (path: string): void => {
    const folder = folderOf(path);
    if (folder !== '' && names.get(folder) !== 'folder') throw new Error(`the model has no folder \`${folder}\``);
  };
  const addFile = (path: string, bytes: Uint8Array): ModelFile => {
    requireFolder(path);
    const file: ModelFile = { durable: new Uint8Array(0), changes: [] };
    if (bytes.length > 0)
      file.changes.push({ type: 'write', offset: 0, bytes: Uint8Array.from(bytes), isForgotten: false });
    change({ type: 'add', path, node: file });
    return file;
  };

  const storage: Storage = {
    place: 'model',
    read: async (path, maxBytes) => {
      await step(`read ${path}`, () => {});
      const content = contentAt(path);
      if (content !== undefined && content.length > maxBytes)
        throw new BezoarError('ledger/io', `\`${path}\` is too large`);
      return content;
    },
    readRange: async (path, offset, length) => {
      await step(`read ${path}`, () => {});
      return contentAt(path)?.subarray(offset, offset + length) ?? new Uint8Array(0);
    },
    size: async (path) => {
      await step(`size ${path}`, () => {});
      return contentAt(path)?.length;
    },
    list: async (folder) => {
      await step(`list ${folder}`, () => {});
      const items = [...names].filter(([path]) => folderOf(path) === folder);
      const found = items.map(([path, node]): FolderItem => {
        return { name: path.slice(folder === '' ? 0 : folder.length + 1), kind: node === 'folder' ? 'folder' : 'file' };
      });
      return found.sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    write: async (path, bytes) => {
      let file: ModelFile | undefined;
      await step(
        `write ${path}`,
        () => {
          file = addFile(path, bytes);
        },
        () => flush(file!),
        () => addFile(path, bytes.subarray(0, bytes.length >> 1)),
      );
    },
    createExclusive: async (path, bytes) => {
      let isFree = false;
      await step(`create ${path}`, () => {
        isFree = !names.has(path);
        // The content is flushed before it gets its name.
        if (isFree) flush(addFile(path, bytes));
      });
      return isFree;
    },
    rename: (from, to) =>
      step(`rename ${from} ${to}`, () => {
        requireFolder(to);
        change({ type: 'rename', from, to, node: names.get(from)! });
      }),
    remove: (path) =>
      step(`remove ${path}`, () => {
        if (names.has(path)) change({ type: 'remove', path });
      }),
    removeFolder: (path) =>
      step(`remove ${path}`, () => {
        const isEmpty = ![...names.keys()].some((name) => folderOf(name) === path);
        if (isEmpty && names.has(path)) change({ type: 'remove', path });
      }),
    makeFolder: (path) =>
      step(`create ${path}`, () => {
        if (path === '' || names.has(path)) return;
        requireFolder(path);
        change({ type: 'add', path, node: 'folder' });
      }),
    syncFolder: (folder) =>
      step(
        `flush ${folder}`,
        () => {},
        () => {
          const isIn = (one: NameChange): boolean =>
            one.type === 'rename'
              ? folderOf(one.to) === folder || folderOf(one.from) === folder
              : folderOf(one.path) === folder;
          for (const one of changes.filter(isIn)) applyName(durable, one);
          // A name that a durable rename took away does not come back.
          const renamed = new Set(changes.flatMap((one) => (isIn(one) && one.type === 'rename' ? [one.from] : [])));
          changes = changes.filter((one) => !isIn(one) && !(one.type === 'add' && renamed.has(one.path)));
        },
      ),
    openGrowing: async (path) => {
      await step(`open ${path}`, () => {
        if (!names.has(path)) addFile(path, new Uint8Array(0));
      });
      return growing(path, fileAt(path)!);
    },
  };

  const growing = (path: string, file: ModelFile): GrowingFile => {
    const expectLength = (length: number): void => {
      const found = fileAt(path) === file ? contentAfter(file, 'everything').length : -1;
      if (found === length) return;
      throw new BezoarError('ledger/lock-lost', `expected \`${path}\` to have ${length} bytes, got ${found}`);
    };
    const add = (offset: number, bytes: Uint8Array): void => {
      file.changes.push({ type: 'write', offset, bytes: Uint8Array.from(bytes), isForgotten: false });
    };
    return {
      openedLength: contentAfter(file, 'everything').length,
      append: (bytes, at) =>
        step(
          `append ${path}`,
          () => {
            expectLength(at);
            add(at, bytes);
          },
          () => {},
          () => add(at, bytes.subarray(0, bytes.length >> 1)),
        ),
      sync: () =>
        step(
          `sync ${path}`,
          () => {},
          () => flush(file),
          () => {
            file.changes = file.changes.map((one) => (one.type === 'write' ? { ...one, isForgotten: true } : one));
          },
        ),
      truncate: (length) =>
        step(
          `cut ${path}`,
          () => {
            file.changes.push({ type: 'cut', length });
          },
          () => flush(file),
        ),
      close: () => step(`close ${path}`, () => {}),
    };
  };

  return { storage, steps, cutPower: (how) => imageAfter(durable, changes, how) };
}

/** Brings a file's changes to disk, in order; forgotten bytes stay in memory only, and only as far as no cut removed them. */
function flush(file: ModelFile): void {
  let forgotten: ModelFile['changes'] = [];
  for (const one of file.changes) {
    if (one.type === 'cut') {
      forgotten = forgotten.flatMap((lost) => {
        if (lost.type === 'cut' || lost.offset >= one.length) return [];
        return [{ ...lost, bytes: lost.bytes.subarray(0, one.length - lost.offset) }];
      });
      file.durable = applyChange(file.durable, one);
    } else if (one.isForgotten) forgotten.push(one);
    else file.durable = applyChange(file.durable, one);
  }
  file.changes = forgotten;
}
