import { BezoarError } from '@bezoar/core';

// Sizes and indices go up to 2^53 - 1. Bit operators would cut them to 32 bits, so everything here is arithmetic.

/** Most hashes in an inclusion or consistency proof. A tree of 2^53 leaves needs 54; c2sp.org/tlog-witness allows 63. */
export const MAX_PROOF_HASHES = 63;

/** Whether a number can be the size of a tree or the index of a leaf: a whole number from 0 to 2^53 - 1. */
export function isTreeSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Throws `merkle/size` unless `value` can be the size of a tree. */
export function checkTreeSize(value: number): void {
  if (!isTreeSize(value)) {
    throw new BezoarError('merkle/size', `expected a tree size from 0 to ${Number.MAX_SAFE_INTEGER}, got \`${value}\``);
  }
}

/**
 * Leaves in the left half of a tree: the largest power of two below `size`, at least 1
 * (k in RFC 6962 section 2.1). `size` is at least 2.
 */
export function leftLeaves(size: number): number {
  let leaves = 1;
  while (leaves * 2 < size) leaves *= 2;
  return leaves;
}

/**
 * The perfect subtrees that a tree of `size` leaves consists of, largest and leftmost first: one for each bit of
 * the size. `level` is the height, `start` the index of the first leaf.
 */
export function perfectSubtrees(size: number): { readonly level: number; readonly start: number }[] {
  const parts: { level: number; start: number }[] = [];
  let end = size;
  for (let level = 0, width = 1; end > 0; level += 1, width *= 2) {
    if ((end / width) % 2 === 0) continue;
    end -= width;
    parts.push({ level, start: end });
  }
  return parts.reverse();
}
