import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import type { ProvenanceKey } from '../row/provenance-key.ts';
import { encodeIndex, readIndex, searchIndex } from './index-file.ts';
import { createKeyList, INDEX_ENTRY_BYTES } from './key-list.ts';
import { shardFile } from './shard-layout.ts';

// Few values, so that keys collide in either half.
const word = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000, 0x80000000, 0xffffffff), fc.nat(0xffffffff));
const entries = fc.array(fc.tuple(word, word), { maxLength: 300 });

const hexOf = ({ high, low }: ProvenanceKey): string =>
  high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');

async function indexOf(keys: readonly ProvenanceKey[]): Promise<ReturnType<typeof createCrashStorage>['storage']> {
  const list = createKeyList(0);
  for (const [record, key] of keys.entries()) list.add(key, record);
  const { storage } = createCrashStorage();
  await storage.write(shardFile(0, 'index'), encodeIndex(list.sorted()));
  return storage;
}

describe('a list of keys', () => {
  it('sorts as text would, and keeps the order of equal keys', () => {
    fc.assert(
      fc.property(entries, (pairs) => {
        const keys = pairs.map(([high, low]) => ({ high, low }));
        const list = createKeyList(4);
        for (const [record, key] of keys.entries()) list.add(key, record);
        const bytes = Buffer.from(list.sorted());
        const sorted = keys.map((key, record) => hexOf(key) + record.toString(16).padStart(8, '0')).sort();
        expect(bytes.toString('hex')).toBe(sorted.join(''));
        expect(list.size).toBe(keys.length);
        list.clear();
        expect(list.sorted()).toHaveLength(0);
      }),
      { seed: 3, numRuns: 30 },
    );
  });
});

describe('searchIndex', () => {
  it('finds every record with a key and no other, also among keys that share half of it', async () => {
    await fc.assert(
      fc.asyncProperty(entries, word, word, async (pairs, high, low) => {
        const keys = pairs.map(([one, other]) => ({ high: one, low: other }));
        const storage = await indexOf(keys);
        for (const wanted of [{ high, low }, ...keys.slice(0, 8)]) {
          const expected = keys.flatMap((key, record) => (hexOf(key) === hexOf(wanted) ? [record] : []));
          expect(await searchIndex(storage, 0, keys.length, wanted, 1000)).toEqual(expected);
          expect(await searchIndex(storage, 0, keys.length, wanted, 2)).toEqual(expected.slice(0, 2));
        }
      }),
      { seed: 4, numRuns: 30 },
    );
  });

  // Whoever chooses ids can search for ones whose keys begin alike: the guess of the place is then far off.
  it.each([0, 0x12345678, 0xffffffff])('finds keys that crowd at %i, over many windows', async (high) => {
    const keys = Array.from({ length: 6000 }, (_, low) => ({ high, low: Math.floor(low / 2) }));
    const storage = await indexOf(keys);
    for (const low of [0, 1, 1499, 2999]) {
      expect(await searchIndex(storage, 0, keys.length, { high, low }, 10)).toEqual([2 * low, 2 * low + 1]);
    }
    expect(await searchIndex(storage, 0, keys.length, { high, low: 3000 }, 10)).toEqual([]);
    expect(await searchIndex(storage, 0, keys.length, { high: 77, low: 0 }, 10)).toEqual([]);
  });

  it('finds all records of a key that fills several windows', async () => {
    const keys = Array.from({ length: 5000 }, () => ({ high: 5, low: 6 }));
    const storage = await indexOf([{ high: 0, low: 1 }, ...keys, { high: 9, low: 9 }]);
    const found = await searchIndex(storage, 0, keys.length + 2, { high: 5, low: 6 }, Number.POSITIVE_INFINITY);
    expect(found).toEqual(keys.map((_, at) => at + 1));
  });

  it('gives a record once that has a key twice', async () => {
    const list = createKeyList(2);
    list.add({ high: 1, low: 1 }, 3);
    list.add({ high: 1, low: 1 }, 3);
    const { storage } = createCrashStorage();
    await storage.write(shardFile(0, 'index'), encodeIndex(list.sorted()));
    expect(await searchIndex(storage, 0, 4, { high: 1, low: 1 }, 10)).toEqual([3]);
  });

  it('refuses an index that cannot be one', async () => {
    const storage = await indexOf([{ high: 1, low: 1 }]);
    const bytes = (await storage.read(shardFile(0, 'index'), 1000))!;
    const search = (): Promise<number[]> => searchIndex(storage, 0, 1, { high: 1, low: 1 }, 10);
    for (const [altered, code] of [
      [bytes.slice(0, -1), 'shards/altered-index'],
      [new Uint8Array(32 + 20 * INDEX_ENTRY_BYTES), 'shards/altered-index'],
      [Buffer.concat([bytes.slice(0, 11), Uint8Array.of(9), bytes.slice(12)]), 'shards/altered-index'],
    ] as const) {
      await storage.write(shardFile(0, 'index'), altered);
      await expect(search()).rejects.toMatchObject({ code });
      await expect(readIndex(storage, 0, 1)).rejects.toMatchObject({ code });
    }
    await storage.remove(shardFile(0, 'index'));
    await expect(search()).rejects.toMatchObject({ code: 'shards/missing' });
  });
});
