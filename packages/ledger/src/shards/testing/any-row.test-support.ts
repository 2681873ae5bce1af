import { TRUST_TIERS } from '@bezoar/core';
import fc from 'fast-check';
import type { ProvenanceRow } from '../row/provenance-row.ts';

const hex = (min: number, max: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: min, maxLength: max }).map((digits) => digits.join(''));
// Lone surrogates, controls, quotes, every plane.
const text = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), lone()),
  maxLength: 12,
});
const instant = fc
  .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

function lone(): fc.Arbitrary<string> {
  return fc.constantFrom('\ud800', '\udfff', '"', '\\', '\u0000', '\u2028', '\u007f', 'ß', '😀', '\n');
}

/** Any row that can be written, with every combination of optional fields. */
export const anyRow: fc.Arbitrary<ProvenanceRow> = fc.record(
  {
    v: fc.constant(1 as const),
    digest: hex(64, 64),
    nonce: hex(32, 32),
    id: text,
    source: fc.record(
      { name: text, path: text, line: fc.maxSafeNat(), sha256: hex(64, 64), revision: text, fetchedAt: instant },
      { requiredKeys: ['name', 'path', 'line', 'sha256'] },
    ),
    tenant: hex(16, 128),
    account: hex(16, 128),
    cluster: text,
    createdAt: instant,
    ingestedAt: instant,
    selectedBy: text,
    slice: fc.constant(true as const),
    tier: fc.constantFrom(...TRUST_TIERS),
    parents: fc.array(text, { maxLength: 3 }),
    generator: text,
    transforms: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: ['v', 'digest', 'nonce', 'source', 'ingestedAt', 'tier', 'transforms'] },
) as fc.Arbitrary<ProvenanceRow>;
