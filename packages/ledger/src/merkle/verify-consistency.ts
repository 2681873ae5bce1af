import { EMPTY_ROOT, HASH_BYTES, isSameHash, nodeHash } from './hash.ts';
import { isTreeSize, MAX_PROOF_HASHES } from './tree-size.ts';

/** The claim that a tree only grew, with its proof. */
export interface ConsistencyClaim {
  /** Leaves in the older tree. */
  readonly fromSize: number;
  readonly fromRoot: Uint8Array;
  /** Leaves in the newer tree. */
  readonly toSize: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the newer tree starts with all leaves of the older one, unchanged (RFC 9162 section 2.1.4.2).
 * Everything grows from the empty tree: from size 0 the proof is empty and the older root is `EMPTY_ROOT`.
 * Between equal sizes the proof is empty and the roots are the same. False for anything malformed; never throws.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  // Attacker controls: the proof, and the newer size and root where its checkpoint is not yet believed.
  const { fromSize, fromRoot, toSize, toRoot, proof } = claim;
  if (!isTreeSize(fromSize) || !isTreeSize(toSize) || fromSize > toSize) return false;
  if (fromRoot.length !== HASH_BYTES || toRoot.length !== HASH_BYTES || proof.length > MAX_PROOF_HASHES) return false;
  if (proof.some((hash) => hash.length !== HASH_BYTES)) return false;
  if (fromSize === 0 && !isSameHash(fromRoot, EMPTY_ROOT)) return false;
  if (fromSize === toSize) return proof.length === 0 && isSameHash(fromRoot, toRoot);
  if (fromSize === 0) return proof.length === 0;

  let node = fromSize - 1;
  let last = toSize - 1;
  while (node % 2 === 1) {
    node = (node - 1) / 2;
    last = Math.floor(last / 2);
  }
  // Now `node` is 0 exactly if the older tree is perfect: then its root is the first hash and the proof omits it.
  const [first, ...rest] = node === 0 ? [fromRoot, ...proof] : proof;
  if (first === undefined) return false;
  let from = first;
  let to = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      from = nodeHash(hash, from);
      to = nodeHash(hash, to);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      to = nodeHash(to, hash);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isSameHash(from, fromRoot) && isSameHash(to, toRoot);
}
