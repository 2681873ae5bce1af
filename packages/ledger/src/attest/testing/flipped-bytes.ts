import { seededRandom } from '@bezoar/core';

/** `count` copies of the bytes, each with one byte changed at a place that the seed chooses. */
export function flippedBytes(bytes: Uint8Array, seed: string, count: number = 24): readonly Uint8Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const mutant = new Uint8Array(bytes);
    const at = Math.floor(random.next() * mutant.length);
    mutant[at] = mutant[at]! ^ (1 + Math.floor(random.next() * 255));
    return mutant;
  });
}
