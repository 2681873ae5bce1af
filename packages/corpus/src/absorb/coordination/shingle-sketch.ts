import { fnv1a } from '@bezoar/core';

/** Words of a shingle: long enough that two people rarely share one, short enough that an edited word costs few. */
export const SHINGLE_WORDS = 4;
/**
 * Hashes of a text that are kept, the smallest first. A text of up to 256 shingles is compared exactly; a longer one by
 * its 256 smallest (Broder 1997, bottom-k), with a standard error of at most 0.031.
 */
export const SKETCH_SIZE = 256;

/** The distinct shingles of a text as sorted 32-bit hashes, at most `SKETCH_SIZE`. */
export function sketchOf(words: readonly string[]): Uint32Array {
  const hashes = new Set<number>();
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at++) {
    hashes.add(scramble(fnv1a(words.slice(at, at + SHINGLE_WORDS).join(' '))));
  }
  return Uint32Array.from(hashes).sort().slice(0, SKETCH_SIZE);
}

/** Jaccard similarity of two sketches, 0 to 1: over the smallest hashes of both together where one is cut. */
export function similarityOf(a: Uint32Array, b: Uint32Array): number {
  const isCut = a.length === SKETCH_SIZE || b.length === SKETCH_SIZE;
  const limit = isCut ? SKETCH_SIZE : Number.POSITIVE_INFINITY;
  let shared = 0;
  let union = 0;
  for (let i = 0, j = 0; (i < a.length || j < b.length) && union < limit; union++) {
    const left = a[i] ?? Number.POSITIVE_INFINITY;
    const right = b[j] ?? Number.POSITIVE_INFINITY;
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return union === 0 ? 0 : shared / union;
}

/** FNV's low bits follow its input; bottom-k needs them mixed (MurmurHash3's finaliser, public domain). */
function scramble(hash: number): number {
  let x = hash >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
