import { describe, expect, it } from 'vitest';
import { leafHash } from './hash.ts';
import { NOT_SIZES } from './testing/forgeries.test-support.ts';
import { naivePath, naiveRoot, naiveSubproof, readerOf, readerOfOneOddLeaf } from './testing/naive-tree.ts';
import { consistencyProof, inclusionProof, treeRoot } from './tree.ts';
import { verifyConsistency } from './verify-consistency.ts';
import { verifyInclusion } from './verify-inclusion.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// The eight leaves, roots and nodes of the reference log of Certificate Transparency
// (github.com/google/certificate-transparency, Merkle tree tests), which other implementations repeat.
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const LEAVES = ENTRIES.map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const LEAF_1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const LEAF_4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const LEAF_6 = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f';
const NODE_2_3 = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const NODE_4_5 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const NODE_6_7 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const NODE_4_7 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';

const read = readerOf(LEAVES);

/** Largest tree whose every proof is compared with the definition. */
const EXHAUSTIVE = 130;
const MANY = Array.from({ length: EXHAUSTIVE }, (_, at) => Uint8Array.of(at, at >> 3, 9));

describe('treeRoot', () => {
  it.each([...ROOTS.entries()])('of the first %i leaves is that of the reference log', async (size, root) => {
    expect(hex(await treeRoot(size, read))).toBe(root);
  });

  it('passes on what the reader throws', async () => {
    const broken = () => {
      throw new Error('disk is gone');
    };
    await expect(treeRoot(3, broken)).rejects.toThrow('disk is gone');
  });

  it.each(NOT_SIZES)('refuses %d leaves', async (size) => {
    await expect(treeRoot(size, read)).rejects.toMatchObject({ code: 'merkle/size' });
  });
});

describe('inclusionProof', () => {
  it.each([
    [0, 1, []],
    [0, 8, [LEAF_1, NODE_2_3, NODE_4_7]],
    [5, 8, [LEAF_4, NODE_6_7, ROOTS[4]]],
    [2, 3, [ROOTS[2]]],
    [1, 5, [ROOTS[1], NODE_2_3, LEAF_4]],
  ])('of leaf %i in %i is that of the reference log', async (index, size, proof) => {
    expect((await inclusionProof(index, size, read)).map(hex)).toEqual(proof);
  });

  it.each([...NOT_SIZES, 8])('refuses leaf %d of 8', async (index) => {
    await expect(inclusionProof(index, 8, read)).rejects.toMatchObject({ code: 'merkle/index' });
  });
});

describe('consistencyProof', () => {
  it.each([
    [1, 1, []],
    [1, 8, [LEAF_1, NODE_2_3, NODE_4_7]],
    [6, 8, [NODE_4_5, NODE_6_7, ROOTS[4]]],
    [2, 5, [NODE_2_3, LEAF_4]],
    [6, 7, [NODE_4_5, LEAF_6, ROOTS[4]]],
    [0, 8, []],
    [0, 0, []],
  ])('from %i to %i is that of the reference log', async (from, to, proof) => {
    expect((await consistencyProof(from, to, read)).map(hex)).toEqual(proof);
  });

  it('refuses a tree that shrinks', async () => {
    await expect(consistencyProof(4, 3, read)).rejects.toMatchObject({ code: 'merkle/size' });
  });
});

describe('a tree of up to 130 leaves', () => {
  it('has the roots and proofs of the definition, and every one of them verifies', async () => {
    const reader = readerOf(MANY);
    const leaves = MANY.map(leafHash);
    const roots = MANY.map((_, at) => naiveRoot(MANY.slice(0, at)));
    roots.push(naiveRoot(MANY));
    for (let size = 0; size <= EXHAUSTIVE; size += 1) {
      const root = await treeRoot(size, reader);
      expect(root).toEqual(roots[size]);
      for (let at = 0; at < size; at += 1) {
        const inclusion = await inclusionProof(at, size, reader);
        const isIn = verifyInclusion({ leafHash: leaves[at]!, index: at, size, proof: inclusion, root });
        const consistency = await consistencyProof(at, size, reader);
        const claim = { fromSize: at, fromRoot: roots[at]!, toSize: size, toRoot: root, proof: consistency };
        // One assertion for both: a hundred thousand of them would take longer than what they check.
        if (!isIn || !verifyConsistency(claim)) expect.fail(`proof for ${at} of ${size} does not verify`);
      }
    }
  });

  it('has the proofs of the definition, hash by hash', async () => {
    const reader = readerOf(MANY);
    for (const size of [1, 2, 3, 5, 8, 13, 21, 33, 64, 65, 100, 127, 128, 129, 130]) {
      const entries = MANY.slice(0, size);
      for (let at = 0; at < size; at += 1) {
        const ours = [await inclusionProof(at, size, reader), await consistencyProof(at + 1, size, reader)];
        expect(ours.map((proof) => proof.map(hex))).toEqual(
          [naivePath(at, entries), naiveSubproof(at + 1, entries)].map((proof) => proof.map(hex)),
        );
      }
    }
  });
});

describe('a tree of more than 2^32 leaves', () => {
  const usual = leafHash(Buffer.from('usual'));
  const odd = leafHash(Buffer.from('odd'));
  const sizes = [2 ** 32 + 1, 2 ** 33 + 2 ** 32 + 7, 2 ** 40 + 12_345, 2 ** 52, Number.MAX_SAFE_INTEGER];

  it.each(sizes)('of %i leaves proves a leaf near its end, and no leaf 2^32 away', async (size) => {
    for (const index of [size - 1, size - 2, 2 ** 32, 2 ** 32 - 1]) {
      const reader = readerOfOneOddLeaf(usual, odd, index);
      const root = await treeRoot(size, reader);
      const proof = await inclusionProof(index, size, reader);
      const claim = { leafHash: odd, index, size, proof, root };
      expect(verifyInclusion(claim)).toBe(true);
      const wrong = [index - 2 ** 32, index % 2 ** 32, index - 1, index + 1, 0].filter((other) => other !== index);
      expect(wrong.filter((other) => verifyInclusion({ ...claim, index: other }))).toEqual([]);
    }
  });

  it.each(sizes)('of %i leaves proves that it grew, and not that it did from another history', async (size) => {
    for (const fromSize of [1, 2 ** 31 + 3, 2 ** 32, size - 1]) {
      const reader = readerOfOneOddLeaf(usual, odd, fromSize - 1);
      const otherReader = readerOfOneOddLeaf(usual, odd, size - 1);
      const toRoot = await treeRoot(size, reader);
      const proof = await consistencyProof(fromSize, size, reader);
      const claim = { fromSize, fromRoot: await treeRoot(fromSize, reader), toSize: size, toRoot, proof };
      expect(verifyConsistency(claim)).toBe(true);
      expect(verifyConsistency({ ...claim, fromRoot: await treeRoot(fromSize, otherReader) })).toBe(false);
      expect(verifyConsistency({ ...claim, fromSize: fromSize % 2 ** 31 })).toBe(fromSize < 2 ** 31);
    }
  });
});
