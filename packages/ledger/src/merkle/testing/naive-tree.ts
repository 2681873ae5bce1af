import { hash } from 'node:crypto';
import type { HashReader } from '../tree.ts';

/** SHA-256 over parts, without the product's hashing. */
function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(hash('sha256', Buffer.concat(parts), 'buffer'));
}

/** MTH of RFC 6962 section 2.1, word for word. */
export function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
  const k = leftHalf(entries.length);
  return sha256(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

/** PATH of RFC 6962 section 2.1.1, word for word. */
export function naivePath(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length === 1) return [];
  const k = leftHalf(entries.length);
  if (m < k) return [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))];
  return [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

/** SUBPROOF of RFC 6962 section 2.1.2, word for word; PROOF with `isWhole` true. */
export function naiveSubproof(m: number, entries: readonly Uint8Array[], isWhole = true): Uint8Array[] {
  if (m === entries.length) return isWhole ? [] : [naiveRoot(entries)];
  const k = leftHalf(entries.length);
  if (m <= k) return [...naiveSubproof(m, entries.slice(0, k), isWhole), naiveRoot(entries.slice(k))];
  return [...naiveSubproof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

/** Reads the perfect subtrees of a list of entries, each computed once; fails on one that is not whole. */
export function readerOf(entries: readonly Uint8Array[]): HashReader {
  const known = new Map<string, Uint8Array>();
  return (level, index) => {
    const part = entries.slice(index * 2 ** level, (index + 1) * 2 ** level);
    if (part.length !== 2 ** level) throw new Error(`no whole subtree ${index} at level ${level}`);
    const key = `${level}/${index}`;
    const root = known.get(key) ?? naiveRoot(part);
    known.set(key, root);
    return root;
  };
}

/** Reads a tree of any size whose leaf hashes are all `usual`, except the one at `oddIndex`. */
export function readerOfOneOddLeaf(usual: Uint8Array, odd: Uint8Array, oddIndex: number): HashReader {
  const usualAt = (level: number): Uint8Array => {
    const below = level === 0 ? usual : usualAt(level - 1);
    return level === 0 ? usual : sha256(Uint8Array.of(1), below, below);
  };
  const read = (level: number, index: number): Uint8Array => {
    if (Math.floor(oddIndex / 2 ** level) !== index) return usualAt(level);
    if (level === 0) return odd;
    return sha256(Uint8Array.of(1), read(level - 1, index * 2), read(level - 1, index * 2 + 1));
  };
  return read;
}

function leftHalf(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1);
}
