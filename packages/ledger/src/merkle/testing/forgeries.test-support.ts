import fc from 'fast-check';

/** Ways to change a proof; each gives a list of hashes that differs from the one it is given. */
export function forgedProofs(proof: readonly Uint8Array[]): Uint8Array[][] {
  const forged = [...proof.keys()].flatMap((at) => [
    proof.with(at, flipBit(proof[at]!, 0)),
    proof.with(at, flipBit(proof[at]!, 255)),
    proof.with(at, proof[at]!.slice(0, 31)),
    proof.with(at, Uint8Array.of(...proof[at]!, 0)),
    proof.toSpliced(at, 1),
    proof.toSpliced(at, 0, proof[at]!),
    ...(at === 0 ? [] : [proof.with(at, proof[at - 1]!).with(at - 1, proof[at]!)]),
  ]);
  const extra = new Uint8Array(32).fill(7);
  return [...forged, [...proof, extra], [extra, ...proof], [...proof, ...Array<Uint8Array>(64).fill(extra)]];
}

/** The bytes with one bit changed. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7)));
}

/** Any 32 bytes. */
export const anyHash: fc.Arbitrary<Uint8Array> = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** Numbers that are no size and no index. */
export const NOT_SIZES: readonly number[] = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)];
