import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrontier } from './frontier.ts';
import { EMPTY_ROOT, leafHash } from './hash.ts';
import { NOT_SIZES } from './testing/forgeries.test-support.ts';
import { naiveRoot, readerOfOneOddLeaf } from './testing/naive-tree.ts';
import { treeRoot } from './tree.ts';
import { perfectSubtrees } from './tree-size.ts';

const ENTRIES = Array.from({ length: 130 }, (_, at) => Uint8Array.of(at, 1));

describe('createFrontier', () => {
  it('has the root of the definition after every leaf', () => {
    const frontier = createFrontier();
    expect([frontier.size, frontier.root()]).toEqual([0, EMPTY_ROOT]);
    for (const [at, entry] of ENTRIES.entries()) {
      frontier.append(leafHash(entry));
      expect([frontier.size, frontier.root()]).toEqual([at + 1, naiveRoot(ENTRIES.slice(0, at + 1))]);
    }
  });

  it('continues from a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.nat(130), fc.nat(130), (stop, end) => {
        const whole = createFrontier();
        for (const entry of ENTRIES.slice(0, stop)) whole.append(leafHash(entry));
        const resumed = createFrontier(whole.snapshot());
        for (const entry of ENTRIES.slice(stop, end)) {
          whole.append(leafHash(entry));
          resumed.append(leafHash(entry));
        }
        expect(resumed.snapshot()).toEqual(whole.snapshot());
        expect(resumed.root()).toEqual(naiveRoot(ENTRIES.slice(0, Math.max(stop, end))));
      }),
      { seed: 421 },
    );
  });

  it('keeps no more hashes than the size has bits', () => {
    const frontier = createFrontier();
    for (let size = 1; size <= 4096; size += 1) frontier.append(leafHash(Uint8Array.of(size)));
    expect(frontier.snapshot().hashes).toHaveLength(1);
    frontier.append(leafHash(Uint8Array.of(0)));
    expect(frontier.snapshot().hashes).toHaveLength(2);
  });

  it('shares no memory with what it was given or gives out', () => {
    const leaf = leafHash(Uint8Array.of(1));
    const frontier = createFrontier();
    frontier.append(leaf);
    const root = frontier.root();
    const expected = Uint8Array.from(root);
    leaf.fill(0);
    root.fill(0);
    const snapshot = frontier.snapshot();
    const copy = createFrontier(snapshot);
    snapshot.hashes[0]!.fill(0);
    createFrontier().root().fill(0);
    expect([frontier.root(), copy.root()]).toEqual([expected, expected]);
    expect(createFrontier().root()).toEqual(naiveRoot([]));
  });

  it('appends beyond 2^32 leaves', async () => {
    const usual = leafHash(Buffer.from('usual'));
    const odd = leafHash(Buffer.from('odd'));
    for (const size of [2 ** 32, 2 ** 32 + 2 ** 31 + 1, 2 ** 45 - 1]) {
      const reader = readerOfOneOddLeaf(usual, odd, size);
      const parts = perfectSubtrees(size);
      const hashes = await Promise.all(parts.map(({ level, start }) => reader(level, start / 2 ** level)));
      const frontier = createFrontier({ size, hashes });
      frontier.append(odd);
      expect(frontier.root()).toEqual(await treeRoot(size + 1, reader));
      expect(frontier.snapshot().hashes).toHaveLength(perfectSubtrees(size + 1).length);
    }
  });

  it('refuses a leaf that is no hash, and one leaf too many', () => {
    expect(() => createFrontier().append(new Uint8Array(31))).toThrow(
      expect.objectContaining({ code: 'merkle/hash-length' }),
    );
    const hashes = Array.from({ length: 53 }, (_, at) => leafHash(Uint8Array.of(at)));
    const full = createFrontier({ size: Number.MAX_SAFE_INTEGER, hashes });
    expect(() => full.append(hashes[0]!)).toThrow(expect.objectContaining({ code: 'merkle/size' }));
    expect(full.size).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('refuses a snapshot that contradicts itself', () => {
    const hash = leafHash(Uint8Array.of(1));
    const faults = [
      { size: 3, hashes: [hash] },
      { size: 4, hashes: [hash, hash] },
      { size: 0, hashes: [hash] },
      ...NOT_SIZES.map((size) => ({ size, hashes: [hash] })),
    ];
    for (const fault of faults) {
      expect(() => createFrontier(fault)).toThrow(expect.objectContaining({ code: 'merkle/size' }));
    }
    expect(() => createFrontier({ size: 1, hashes: [hash.slice(1)] })).toThrow(
      expect.objectContaining({ code: 'merkle/hash-length' }),
    );
  });
});
