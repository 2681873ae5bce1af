import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrontier } from '../merkle/frontier.ts';
import { leafHash } from '../merkle/hash.ts';
import { treeRoot } from '../merkle/tree.ts';
import { writeAtomically } from '../storage/write-atomically.ts';
import { createCrashStorage } from '../testing/crash-storage.ts';
import { encodeBundle, parseBundle } from './entry-bundle.ts';
import { EMPTY_EDGE, edgeFrontier, extendEdge, type RightEdge } from './right-edge.ts';
import { parseTilePath, tileLevels, tilePath, tileWidth } from './tile-path.ts';
import { openVerifiedTiles } from './verified-tiles.ts';

const entryAt = (index: number): Uint8Array => Buffer.from(`entry ${index}`, 'utf8');
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

function extended(edge: RightEdge, to: number): ReturnType<typeof extendEdge> {
  const entries = range(edge.size, to).map(entryAt);
  return extendEdge(edge, entries, entries.map(leafHash));
}

function rootOf(size: number): Uint8Array {
  const frontier = createFrontier();
  for (const index of range(0, size)) frontier.append(leafHash(entryAt(index)));
  return frontier.root();
}

describe('a tile path', () => {
  // The examples of C2SP tlog-tiles, "Merkle Tree" and "Partial Tiles".
  it.each([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
    [{ level: 2, index: 0, width: 1 }, 'tile/2/000.p/1'],
    [{ level: 'entries' as const, index: 1000, width: 256 }, 'tile/entries/x001/000'],
  ])('of %j is `%s`, and back', (name, path) => {
    expect(tilePath(name)).toBe(path);
    expect(parseTilePath(path)).toEqual(name);
  });

  it.each([
    'tile/0/1',
    'tile/00/001',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001/',
    'tile/x/001',
    'tile/0/../001',
  ])('is not `%s`', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('is read back for every tile', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }));
    const index = fc.nat(999_999_999_999);
    fc.assert(
      fc.property(level, index, fc.integer({ min: 1, max: 256 }), (...[l, i, width]) => {
        expect(parseTilePath(tilePath({ level: l, index: i, width }))).toEqual({ level: l, index: i, width });
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it('has the widths that the specification gives for 70,000 and for 256 entries', () => {
    expect([tileWidth(70_000, 0, 272), tileWidth(70_000, 0, 273), tileWidth(70_000, 0, 274)]).toEqual([256, 112, 0]);
    expect([tileWidth(70_000, 1, 0), tileWidth(70_000, 1, 1), tileWidth(70_000, 2, 0)]).toEqual([256, 17, 1]);
    expect([tileWidth(256, 0, 0), tileWidth(256, 1, 0), tileLevels(256), tileLevels(255)]).toEqual([256, 1, 2, 1]);
  });
});

describe('an entry bundle', () => {
  it('gives back its entries, and refuses every cut and every other count', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (entries) => {
        const bytes = encodeBundle(entries);
        expect(parseBundle(bytes, entries.length)).toEqual(entries);
        expect(() => parseBundle(bytes, entries.length + 1)).toThrow(/expected/);
        if (entries.length > 0) expect(() => parseBundle(bytes.subarray(0, -1), entries.length)).toThrow(/expected/);
        expect(() => parseBundle(Buffer.concat([bytes, Buffer.alloc(2)]), entries.length)).toThrow(/expected/);
      }),
      { seed: 32, numRuns: 200 },
    );
  });
});

describe('a right edge', () => {
  it('gives the root of its entries, in whatever steps they came', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 4 });
    fc.assert(
      fc.property(steps, (added) => {
        let edge = EMPTY_EDGE;
        for (const count of added) edge = extended(edge, edge.size + count).edge;
        expect(edgeFrontier(edge).root()).toEqual(rootOf(edge.size));
        expect(edge.bundle).toHaveLength(edge.size % 256);
      }),
      { seed: 33, numRuns: 15 },
    );
  });

  it('writes the files of the specification and names what they replace', () => {
    const before = extended(EMPTY_EDGE, 300);
    expect(before.files.map(({ path }) => path)).toEqual([
      'tile/entries/000',
      'tile/entries/001.p/44',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
    ]);
    const after = extended(before.edge, 520);
    expect(after.superseded).toEqual(['tile/entries/001.p', 'tile/0/001.p']);
    expect(after.files.map(({ path }) => path)).toContain('tile/1/000.p/2');
    expect(extended(after.edge, 520).files).toEqual([]);
  });

  it('passes the second level of tiles', () => {
    // 65,536 = 256 x 256: the first full tile on level 1.
    const entry = entryAt(0);
    const frontier = createFrontier();
    const hashes = Array.from({ length: 65_537 }, () => leafHash(entry));
    for (const hash of hashes) frontier.append(hash);
    const { edge, files } = extendEdge(
      EMPTY_EDGE,
      hashes.map(() => entry),
      hashes,
    );
    expect(files.map(({ path }) => path)).toContain('tile/1/000');
    expect(files.map(({ path }) => path)).toContain('tile/2/000.p/1');
    expect(edgeFrontier(edge).root()).toEqual(frontier.root());
  });
});

describe('verified tiles', () => {
  const size = 600;
  const open = async (damage?: string): Promise<Awaited<ReturnType<typeof openVerifiedTiles>>> => {
    const { storage } = createCrashStorage();
    const files = extended(EMPTY_EDGE, size).files.map(({ path, bytes }) => {
      const copy = Uint8Array.from(bytes);
      if (path === damage) copy[40]! ^= 1;
      return { path, bytes: copy };
    });
    await writeAtomically(storage, files);
    return openVerifiedTiles(storage, size, rootOf(size));
  };

  it('give every hash of the tree', async () => {
    const tiles = await open();
    for (const part of [1, 2, 255, 256, 257, 511, 512, 599, 600]) {
      expect(await treeRoot(part, tiles.hash)).toEqual(rootOf(part));
    }
    expect(Buffer.from((await tiles.bundle(1))[3]!).toString()).toBe('entry 259');
  });

  it('refuse a damaged tile or bundle instead of using it', async () => {
    await expect(open('tile/0/002.p/88')).rejects.toMatchObject({ code: 'ledger/altered-tile' });
    await expect(open('tile/entries/002.p/88')).rejects.toMatchObject({ code: 'ledger/altered-entry' });
    await expect((await open('tile/0/001')).hash(3, 40)).rejects.toMatchObject({ code: 'ledger/altered-tile' });
    await expect((await open('tile/entries/000')).bundle(0)).rejects.toMatchObject({ code: 'ledger/altered-entry' });
  });
});
