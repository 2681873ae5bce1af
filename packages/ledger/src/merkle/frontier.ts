import { BezoarError } from '@bezoar/core';
import { checkHashLength, EMPTY_ROOT, nodeHash } from './hash.ts';
import { checkTreeSize, perfectSubtrees } from './tree-size.ts';

/** A frontier at rest: plain data that `createFrontier` continues from. */
export interface FrontierSnapshot {
  /** Leaves so far. */
  readonly size: number;
  /** Roots of the perfect subtrees that the leaves form, largest and leftmost first: one for each bit of the size. */
  readonly hashes: readonly Uint8Array[];
}

/** The right edge of a growing tree: at most 53 hashes, however many leaves were appended. */
export interface Frontier {
  /** Leaves so far. */
  readonly size: number;
  /** Adds a leaf by its leaf hash, which is copied. Throws `merkle/hash-length`, or `merkle/size` when 2^53 - 1 is reached. */
  append(leafHash: Uint8Array): void;
  /** Root of the tree so far (MTH of RFC 6962 section 2.1); `EMPTY_ROOT` without leaves. */
  root(): Uint8Array;
  /** A copy that later appends do not change. */
  snapshot(): FrontierSnapshot;
}

/**
 * Starts an empty frontier, or continues one.
 * Throws `merkle/size` or `merkle/hash-length` if the snapshot contradicts itself.
 */
export function createFrontier(from: FrontierSnapshot = { size: 0, hashes: [] }): Frontier {
  // Attacker controls: a snapshot read from disk. Shape is checked here; only a signed root says that it is true.
  checkTreeSize(from.size);
  const parts = perfectSubtrees(from.size).length;
  if (from.hashes.length !== parts) {
    throw new BezoarError(
      'merkle/size',
      `expected ${parts} hashes for a frontier of ${from.size} leaves, got ${from.hashes.length}`,
    );
  }
  for (const hash of from.hashes) checkHashLength(hash);
  const edge: Uint8Array[] = from.hashes.map((hash) => Uint8Array.from(hash));
  let size = from.size;
  return {
    get size() {
      return size;
    },
    append(leafHash) {
      checkHashLength(leafHash);
      checkTreeSize(size + 1);
      let hash: Uint8Array = Uint8Array.from(leafHash);
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(edge.pop()!, hash);
      edge.push(hash);
      size += 1;
    },
    root() {
      let root: Uint8Array | undefined;
      for (const hash of edge.toReversed()) root = root === undefined ? hash : nodeHash(hash, root);
      return (root ?? EMPTY_ROOT).slice();
    },
    snapshot: () => ({ size, hashes: edge.map((hash) => hash.slice()) }),
  };
}
