import { BezoarError } from '@bezoar/core';
import { EMPTY_ROOT, nodeHash } from './hash.ts';
import { checkTreeSize, leftLeaves, perfectSubtrees } from './tree-size.ts';

/**
 * Gives the root hash of a perfect subtree: the 2^level leaves from leaf `index * 2^level` on; level 0 are the leaf
 * hashes. Only whole subtrees of the tree in question are asked for. What it throws passes through.
 */
export type HashReader = (level: number, index: number) => Uint8Array | Promise<Uint8Array>;

/** A run of leaves, from `start` up to but without `end`. Aligned, so that it is a node of the tree. */
interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** Root of the tree of the first `size` leaves, MTH of RFC 6962 section 2.1. Throws `merkle/size`. */
export async function treeRoot(size: number, read: HashReader): Promise<Uint8Array> {
  checkTreeSize(size);
  return size === 0 ? EMPTY_ROOT.slice() : rangeRoot({ start: 0, end: size }, read);
}

/**
 * Proof that leaf `index` is in the tree of the first `size` leaves, from the leaf's sibling up: PATH of RFC 6962
 * section 2.1.1. Throws `merkle/size`, or `merkle/index` if there is no such leaf.
 */
export async function inclusionProof(index: number, size: number, read: HashReader): Promise<Uint8Array[]> {
  checkTreeSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new BezoarError('merkle/index', `expected the index of one of ${size} leaves, got \`${index}\``);
  }
  const siblings: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + leftLeaves(end - start);
    if (index < middle) {
      siblings.push({ start: middle, end });
      end = middle;
    } else {
      siblings.push({ start, end: middle });
      start = middle;
    }
  }
  return rangeRoots(siblings.reverse(), read);
}

/**
 * Proof that the tree of `toSize` leaves starts with the tree of `fromSize` leaves: PROOF of RFC 6962 section 2.1.2.
 * Empty if the sizes are equal or `fromSize` is 0. Throws `merkle/size`, also if the tree would shrink.
 */
export async function consistencyProof(fromSize: number, toSize: number, read: HashReader): Promise<Uint8Array[]> {
  checkTreeSize(fromSize);
  checkTreeSize(toSize);
  if (fromSize > toSize) {
    throw new BezoarError('merkle/size', `expected a tree of at least ${fromSize} leaves, got ${toSize}`);
  }
  if (fromSize === 0) return [];
  const nodes: LeafRange[] = [];
  let start = 0;
  let end = toSize;
  while (end !== fromSize) {
    const middle = start + leftLeaves(end - start);
    if (fromSize <= middle) {
      nodes.push({ start: middle, end });
      end = middle;
    } else {
      nodes.push({ start, end: middle });
      start = middle;
    }
  }
  // A verifier has the root of the whole old tree already; any smaller part of it must be given.
  if (start > 0) nodes.push({ start, end });
  return rangeRoots(nodes.reverse(), read);
}

async function rangeRoots(ranges: readonly LeafRange[], read: HashReader): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = [];
  for (const range of ranges) roots.push(await rangeRoot(range, read));
  return roots;
}

async function rangeRoot({ start, end }: LeafRange, read: HashReader): Promise<Uint8Array> {
  let root: Uint8Array | undefined;
  for (const part of perfectSubtrees(end - start).reverse()) {
    const hash = await read(part.level, (start + part.start) / 2 ** part.level);
    root = root === undefined ? hash : nodeHash(hash, root);
  }
  if (root === undefined) throw new BezoarError('merkle/size', 'expected a range of at least 1 leaf, got 0');
  return root;
}
