import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, nodeHash } from './hash.ts';
import { anyHash, flipBit, forgedProofs, NOT_SIZES } from './testing/forgeries.test-support.ts';
import { naiveRoot, naiveSubproof } from './testing/naive-tree.ts';
import { type ConsistencyClaim, verifyConsistency } from './verify-consistency.ts';

const ENTRIES = Array.from({ length: 34 }, (_, at) => Uint8Array.of(at));
const ROOTS = [...ENTRIES.keys(), ENTRIES.length].map((size) => naiveRoot(ENTRIES.slice(0, size)));

function claimOf(fromSize: number, toSize: number): ConsistencyClaim {
  const proof = fromSize === 0 ? [] : naiveSubproof(fromSize, ENTRIES.slice(0, toSize));
  return { fromSize, fromRoot: ROOTS[fromSize]!, toSize, toRoot: ROOTS[toSize]!, proof };
}

describe('verifyConsistency', () => {
  it('refuses every changed proof, root and older size, in all trees of up to 34 leaves', () => {
    let forgeries = 0;
    for (let to = 1; to <= 34; to += 1) {
      for (let from = 1; from <= to; from += 1) {
        const claim = claimOf(from, to);
        const forged: ConsistencyClaim[] = [
          ...forgedProofs(claim.proof).map((proof) => ({ ...claim, proof })),
          ...ROOTS.map((fromRoot) => ({ ...claim, fromRoot })).filter((_, at) => at !== from),
          ...ROOTS.map((toRoot) => ({ ...claim, toRoot })).filter((_, at) => at !== to),
          ...ROOTS.map((fromRoot, fromSize) => ({ ...claim, fromSize, fromRoot })).filter(
            (_, at) => at !== from && at !== 0,
          ),
          { ...claim, fromRoot: flipBit(claim.fromRoot, 3) },
          { ...claim, toRoot: flipBit(claim.toRoot, 250) },
          { ...claim, fromSize: to + 1 },
          { ...claim, fromSize: 0 },
        ];
        forgeries += forged.length;
        const at = forged.findIndex(verifyConsistency);
        if (at >= 0 || !verifyConsistency(claim)) expect.fail(`from ${from} to ${to}: forgery ${at}`);
      }
    }
    expect(forgeries).toBeGreaterThan(50_000);
  });

  it('refuses a proof that is longer than the tree is high, even where all hashes fit', () => {
    for (const [from, to] of [
      [1, 2],
      [2, 4],
      [3, 5],
      [33, 34],
    ] as const) {
      const claim = claimOf(from, to);
      const join = (one: Uint8Array): Uint8Array => nodeHash(EMPTY_ROOT, one);
      const proof = [...claim.proof, EMPTY_ROOT];
      const longer = { ...claim, proof, toRoot: join(claim.toRoot) };
      expect(verifyConsistency(longer)).toBe(false);
      expect(verifyConsistency({ ...longer, fromRoot: join(claim.fromRoot) })).toBe(false);
    }
  });

  it('refuses a proof that is shorter than the tree is high, even where all hashes fit', () => {
    for (const [from, to] of [
      [1, 2],
      [2, 4],
      [4, 7],
      [16, 34],
    ] as const) {
      const fromRoot = ROOTS[from]!;
      expect(verifyConsistency({ fromSize: from, fromRoot, toSize: to, toRoot: fromRoot, proof: [] })).toBe(false);
    }
    const oneLess = claimOf(2, 8);
    const toRoot = ROOTS[4]!;
    expect(verifyConsistency({ ...oneLess, toRoot, proof: oneLess.proof.slice(0, 1) })).toBe(false);
  });

  it('refuses the tree that rewrites a leaf before the older size, and takes the one that rewrites a later leaf', () => {
    for (let changed = 0; changed < 13; changed += 1) {
      const rewritten = ENTRIES.slice(0, 13).with(changed, Uint8Array.of(200));
      const proof = naiveSubproof(6, rewritten);
      const claim = { fromSize: 6, fromRoot: ROOTS[6]!, toSize: 13, toRoot: naiveRoot(rewritten), proof };
      expect(verifyConsistency(claim)).toBe(changed >= 6);
    }
  });

  it('lets everything grow from the empty tree, by an empty proof and from its one root only', () => {
    const claim = claimOf(0, 5);
    expect(verifyConsistency(claim)).toBe(true);
    expect(verifyConsistency({ ...claim, fromRoot: ROOTS[1]! })).toBe(false);
    expect(verifyConsistency({ ...claim, proof: [ROOTS[1]!] })).toBe(false);
    const empty = { fromSize: 0, fromRoot: EMPTY_ROOT, toSize: 0, toRoot: EMPTY_ROOT, proof: [] };
    expect(verifyConsistency(empty)).toBe(true);
    expect(verifyConsistency({ ...empty, fromRoot: ROOTS[1]!, toRoot: ROOTS[1]! })).toBe(false);
    expect(verifyConsistency({ ...empty, toRoot: ROOTS[1]! })).toBe(false);
  });

  it('refuses what is no claim at all, without throwing', () => {
    const claim = claimOf(3, 8);
    for (const bad of NOT_SIZES) {
      expect(verifyConsistency({ ...claim, fromSize: bad })).toBe(false);
      expect(verifyConsistency({ ...claim, toSize: bad })).toBe(false);
    }
    expect(verifyConsistency({ ...claim, fromRoot: new Uint8Array(0) })).toBe(false);
    const same = { fromSize: 3, fromRoot: new Uint8Array(2), toSize: 3, toRoot: new Uint8Array(2), proof: [] };
    expect(verifyConsistency(same)).toBe(false);
    expect(verifyConsistency({ ...claim, proof: [] })).toBe(false);
  });

  it('never throws and never believes random hashes', () => {
    fc.assert(
      fc.property(
        fc.record({
          fromSize: fc.oneof(fc.nat(64), fc.maxSafeNat()),
          fromRoot: anyHash,
          toSize: fc.maxSafeNat(),
          toRoot: anyHash,
          proof: fc.array(fc.oneof(anyHash, fc.uint8Array({ maxLength: 40 })), { maxLength: 70 }),
        }),
        (claim) => {
          expect(verifyConsistency(claim)).toBe(false);
        },
      ),
      { seed: 412, numRuns: 500 },
    );
  });
});
