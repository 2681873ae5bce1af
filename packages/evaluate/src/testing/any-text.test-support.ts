import fc from 'fast-check';

/** Any string of code points, lone surrogates included: half of them ASCII, so that words and marks meet. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const point = fc.oneof(fc.nat(0x7f), fc.nat(0x10ffff));
  return fc.array(point, { maxLength }).map((points) => String.fromCodePoint(...points));
}
