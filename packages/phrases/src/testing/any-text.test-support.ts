import fc from 'fast-check';

/** Characters that text handling trips over: invisible, combining, look-alike, wide, special-cased, quoting. */
const AWKWARD = [
  ...'\u0000\t\n \u00a0\u00ad\u0130\u0131\u00df\u0301\u0345\u03a3\u03c2\u0430\u0435\u200b\u200d\u202e\ufeff\ufe0f\uff21\ufb01\u1e9b\u0e33\u3099\u1112\u1161\ua6f9',
];

/** Any string of UTF-16 units, lone surrogates included, with awkward characters and plain letters among them. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    fc.constantFrom(...AWKWARD),
    fc.constantFrom(...'abcZ09 \'".,-'),
  );
  return fc.array(piece, { maxLength }).map((pieces) => pieces.join(''));
}
