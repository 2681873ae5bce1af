import fc from 'fast-check';
import type { EarlierContributions } from '../lineage.ts';

const key = fc.constantFrom('a', 'b-1', 'C_2', 'dd', '0');
const count = fc.nat(1_000_000);

const account = fc
  .record({
    records: count,
    slice: count,
    attributes: fc.uniqueArray(fc.constantFrom('ip:1', 'ip:2', 'a:b:c'), { maxLength: 3 }),
  })
  .map(({ records, slice, attributes }) => ({
    records: Math.max(records, slice),
    slice: Math.min(records, slice),
    attributes: [...attributes].sort(),
  }));

const group = fc.record({
  slice: count,
  undated: count,
  days: fc
    .uniqueArray(fc.tuple(fc.integer({ min: -9, max: 9 }), count), { selector: ([day]) => day, maxLength: 4 })
    .map((days) => [...days].sort(([a], [b]) => a - b)),
});

const mapOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<ReadonlyMap<string, T>> =>
  fc.uniqueArray(fc.tuple(key, value), { selector: ([one]) => one, maxLength: 4 }).map((entries) => new Map(entries));

/** Any well-formed lineage, of a few contributors. */
export const contributions: fc.Arbitrary<EarlierContributions> = fc.record({
  accounts: mapOf(account),
  tenants: mapOf(group),
  sources: mapOf(group),
});
