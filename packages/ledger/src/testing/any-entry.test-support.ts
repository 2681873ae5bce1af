import fc from 'fast-check';
import { ENTRY_KINDS, type LedgerEntry } from '../entry/ledger-entry.ts';

const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
);
const plainText: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...'abz09 .:/-_{}[],'),
  minLength: 1,
  maxLength: 40,
});
const digest: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 64,
  maxLength: 64,
});
const anyIndex: fc.Arbitrary<number> = fc.oneof(fc.nat(), fc.nat(), fc.maxSafeNat());
const mediaType: fc.Arbitrary<string> = fc.constantFrom(
  'text/plain',
  'application/vnd.in-toto+json',
  'application/vnd.cyclonedx+json; version=1.7',
);
const detail: fc.Arbitrary<object> = fc.dictionary(
  fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
  { maxKeys: 4, noNullPrototype: true },
);

function entries(text: fc.Arbitrary<string>, extra: { readonly detail?: typeof detail }): fc.Arbitrary<LedgerEntry> {
  const min = new Date('0000-01-01T00:00:00.000Z');
  const max = new Date('9999-12-31T23:59:59.999Z');
  return fc
    .record(
      {
        v: fc.constant(1 as const),
        kind: fc.constantFrom(...ENTRY_KINDS),
        at: fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString()),
        actor: text,
        subject: fc.array(fc.record({ name: text, digest: fc.record({ sha256: digest }) }), { maxLength: 4 }),
        payload: fc.record({ mediaType, sha256: digest, size: anyIndex }),
        policy: digest,
        refs: fc.array(anyIndex, { maxLength: 5 }),
        ...extra,
      },
      { requiredKeys: ['v', 'kind', 'at', 'actor', 'subject', 'refs'] },
    )
    .map((entry) => JSON.parse(JSON.stringify(entry)) as LedgerEntry)
    .filter((entry) => !/\\ud[89a-f]|"__proto__"/.test(JSON.stringify(entry)));
}

/** Any valid entry; half of them plain, so that both ways of checking are taken. */
export const anyEntry: fc.Arbitrary<LedgerEntry> = fc.oneof(entries(anyText, { detail }), entries(plainText, {}));
