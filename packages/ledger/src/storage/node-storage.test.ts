import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeStorage } from './node-storage.ts';
import type { Storage } from './storage.ts';
import { storageError } from './storage-error.ts';
import { removeUnfinished, UNFINISHED_FOLDER, writeAtomically } from './write-atomically.ts';

let folder: string;
let storage: Storage;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
  storage = nodeStorage(join(folder, 'a', 'b'));
  await storage.makeFolder('');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = async (path: string): Promise<string> => Buffer.from((await storage.read(path, 100)) ?? []).toString();

describe('a folder as storage', () => {
  it('says where nothing is', async () => {
    expect(await storage.read('x', 10)).toBeUndefined();
    expect(await storage.size('x')).toBeUndefined();
    expect(await storage.list('x')).toEqual([]);
    expect(await storage.readRange('x', 0, 5)).toHaveLength(0);
    await storage.remove('x');
    await storage.removeFolder('x');
  });

  it('reads ranges, up to the end of the file', async () => {
    await storage.write('x', bytes('0123456789'));
    expect(Buffer.from(await storage.readRange('x', 7, 100)).toString()).toBe('789');
    expect(Buffer.from(await storage.readRange('x', 2, 3)).toString()).toBe('234');
  });

  it('refuses to read more than it may', async () => {
    await storage.write('x', bytes('12345'));
    await expect(storage.read('x', 4)).rejects.toMatchObject({
      code: 'ledger/io',
      message: expect.stringContaining('got 5'),
    });
  });

  it('lists what a folder holds, and calls a link a link', async () => {
    await storage.write('x', bytes('1'));
    await storage.makeFolder('y');
    symlinkSync('x', join(folder, 'a', 'b', 'z'));
    expect(await storage.list('')).toEqual([
      { name: 'x', kind: 'file' },
      { name: 'y', kind: 'folder' },
      { name: 'z', kind: 'other' },
    ]);
  });

  it('creates a file for one of many', async () => {
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, at) => storage.createExclusive('x', bytes(String(at)))),
    );
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await textOf('x')).toBe(String(created.indexOf(true)));
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['x']);
  });

  it('writes files whole, in folders that it makes, and leaves nothing unfinished', async () => {
    await writeAtomically(storage, [
      { path: 'p/q/r', bytes: bytes('1') },
      { path: 's', bytes: bytes('2') },
    ]);
    await writeAtomically(storage, [{ path: 's', bytes: bytes('3') }]);
    expect([await textOf('p/q/r'), await textOf('s')]).toEqual(['1', '3']);
    expect(await storage.list(UNFINISHED_FOLDER)).toEqual([]);
    await storage.write(`${UNFINISHED_FOLDER}/left`, bytes('4'));
    await removeUnfinished(storage);
    expect(await storage.list(UNFINISHED_FOLDER)).toEqual([]);
  });
});

describe('a growing file', () => {
  it('grows, is cut and opened again', async () => {
    const file = await storage.openGrowing('j');
    await file.append(bytes('one'), 0);
    await file.append(bytes('two'), 3);
    await file.sync();
    await file.truncate(4);
    await file.append(bytes('!'), 4);
    await file.close();
    expect(await textOf('j')).toBe('onet!');
    const again = await storage.openGrowing('j');
    expect(again.openedLength).toBe(5);
    await again.close();
  });

  it('stops where another writer wrote, replaced it or removed it', async () => {
    const path = join(folder, 'a', 'b', 'j');
    const lost = expect.objectContaining({ code: 'ledger/lock-lost' });
    const file = await storage.openGrowing('j');
    writeFileSync(path, 'other');
    await expect(file.append(bytes('mine'), 0)).rejects.toEqual(lost);
    expect(readFileSync(path, 'utf8')).toBe('other');
    await storage.write('k', bytes('other'));
    await storage.rename('k', 'j');
    await expect(file.append(bytes('mine'), 5)).rejects.toEqual(lost);
    unlinkSync(path);
    await expect(file.append(bytes('mine'), 5)).rejects.toEqual(lost);
    await file.close();
  });
});

describe('a failed operation', () => {
  it.each([
    ['ENOSPC', 'ledger/disk-full'],
    ['EDQUOT', 'ledger/disk-full'],
    ['EFBIG', 'ledger/disk-full'],
    ['EIO', 'ledger/io'],
    ['EACCES', 'ledger/io'],
  ])('with %s is %s', (errno, code) => {
    const error = storageError('write x', Object.assign(new Error(errno), { code: errno }));
    expect(error).toMatchObject({ code, message: expect.stringContaining(errno) });
  });
});
