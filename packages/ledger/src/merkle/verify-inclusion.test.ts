import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, leafHash, nodeHash } from './hash.ts';
import { anyHash, flipBit, forgedProofs, NOT_SIZES } from './testing/forgeries.test-support.ts';
import { naivePath, naiveRoot } from './testing/naive-tree.ts';
import { type InclusionClaim, verifyInclusion } from './verify-inclusion.ts';

const ENTRIES = Array.from({ length: 34 }, (_, at) => Uint8Array.of(at));

function claimOf(index: number, size: number): InclusionClaim {
  const entries = ENTRIES.slice(0, size);
  const proof = naivePath(index, entries);
  return { leafHash: leafHash(entries[index]!), index, size, proof, root: naiveRoot(entries) };
}

describe('verifyInclusion', () => {
  it('refuses every changed proof, leaf, root and index, in all trees of up to 34 leaves', () => {
    let forgeries = 0;
    for (let size = 1; size <= 34; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const claim = claimOf(index, size);
        const forged: InclusionClaim[] = [
          ...forgedProofs(claim.proof).map((proof) => ({ ...claim, proof })),
          ...Array.from({ length: size }, (_, other) => ({ ...claim, index: other })).filter((_, at) => at !== index),
          { ...claim, leafHash: leafHash(Uint8Array.of(99)) },
          { ...claim, leafHash: flipBit(claim.leafHash, 77) },
          { ...claim, root: flipBit(claim.root, 200) },
          { ...claim, root: EMPTY_ROOT },
          { ...claim, index: size },
          { ...claim, size: index },
        ];
        forgeries += forged.length;
        const at = forged.findIndex(verifyInclusion);
        if (at >= 0 || !verifyInclusion(claim)) expect.fail(`leaf ${index} of ${size}: forgery ${at}`);
      }
    }
    expect(forgeries).toBeGreaterThan(20_000);
  });

  it('refuses a proof that is longer than the tree is high, even where all hashes fit', () => {
    for (const [index, size] of [
      [0, 1],
      [0, 2],
      [4, 5],
      [33, 34],
    ] as const) {
      const claim = claimOf(index, size);
      const proof = [...claim.proof, EMPTY_ROOT];
      expect(verifyInclusion({ ...claim, proof, root: nodeHash(EMPTY_ROOT, claim.root) })).toBe(false);
      expect(verifyInclusion({ ...claim, proof, root: nodeHash(claim.root, EMPTY_ROOT) })).toBe(false);
    }
  });

  it('refuses a size beyond 2^53 - 1, even where all hashes fit', () => {
    const proof: Uint8Array[] = [];
    let root = leafHash(ENTRIES[0]!);
    for (let level = 0; level < 53; level += 1) {
      proof.push(root);
      root = nodeHash(root, root);
    }
    const claim = { leafHash: leafHash(ENTRIES[0]!), index: 5, size: 2 ** 53, proof, root };
    expect(verifyInclusion(claim)).toBe(false);
    expect(verifyInclusion({ ...claim, size: 2 ** 53 - 2 })).toBe(true);
  });

  it('takes an inner node for a leaf of a smaller tree only from a caller who hands over its hash and no entry', () => {
    const claim = claimOf(0, 4);
    const posing = { ...claim, leafHash: naiveRoot(ENTRIES.slice(0, 2)), size: 2, proof: claim.proof.slice(1) };
    expect(verifyInclusion(posing)).toBe(true);
    const bytes = Buffer.concat([leafHash(ENTRIES[0]!), leafHash(ENTRIES[1]!)]);
    expect(verifyInclusion({ ...posing, leafHash: leafHash(bytes) })).toBe(false);
  });

  it('refuses what is no claim at all, without throwing', () => {
    const claim = claimOf(3, 8);
    for (const bad of NOT_SIZES) {
      expect(verifyInclusion({ ...claim, index: bad })).toBe(false);
      expect(verifyInclusion({ ...claim, size: bad })).toBe(false);
    }
    expect(verifyInclusion({ ...claim, leafHash: new Uint8Array(0) })).toBe(false);
    expect(verifyInclusion({ ...claim, root: new Uint8Array(0) })).toBe(false);
    const alone = claimOf(0, 1);
    expect(verifyInclusion({ ...alone, leafHash: new Uint8Array(3), root: new Uint8Array(3) })).toBe(false);
  });

  it('never throws and never believes random hashes', () => {
    fc.assert(
      fc.property(
        fc.record({
          leafHash: anyHash,
          index: fc.maxSafeNat(),
          size: fc.maxSafeNat(),
          proof: fc.array(fc.oneof(anyHash, fc.uint8Array({ maxLength: 40 })), { maxLength: 70 }),
          root: anyHash,
        }),
        (claim) => {
          expect(verifyInclusion(claim)).toBe(false);
        },
      ),
      { seed: 411, numRuns: 500 },
    );
  });
});
