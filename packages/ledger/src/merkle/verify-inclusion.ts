import { HASH_BYTES, isSameHash, nodeHash } from './hash.ts';
import { isTreeSize, MAX_PROOF_HASHES } from './tree-size.ts';

/** The claim that a leaf is in a tree, with its proof. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  /** Zero-based. */
  readonly index: number;
  /** Leaves in the tree. */
  readonly size: number;
  /** From the leaf's sibling up. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Whether the leaf is at `index` in the tree with this size and root (RFC 9162 section 2.1.3.2). Size and root must
 * come from one checkpoint: a proof alone does not bind the size. Hash the entry yourself: a leaf hash from a stranger
 * may be an inner node. False for anything malformed; never throws.
 */
export function verifyInclusion(claim: InclusionClaim): boolean {
  // Attacker controls: everything except, usually, the root and the size, which a trusted checkpoint gives.
  const { leafHash, index, size, proof, root } = claim;
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size) return false;
  if (proof.length > MAX_PROOF_HASHES || leafHash.length !== HASH_BYTES) return false;
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== HASH_BYTES) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      // The right edge has no sibling on the levels where the tree has an odd end: climb past them.
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isSameHash(hash, root);
}
