import { canonicalJson } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEntry } from '../testing/any-entry.test-support.ts';
import { sampleEntry } from '../testing/sample-ledger.ts';
import { encodeEntry } from './encode-entry.ts';
import { type LedgerEntry, MAX_ENTRY_BYTES, MAX_REFS, MAX_SUBJECTS } from './ledger-entry.ts';
import { parseEntry } from './parse-entry.ts';
import { scanEntry, scanPlain } from './scan-entry.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const base: LedgerEntry = { ...sampleEntry(5), subject: [{ name: 'a', digest: { sha256: 'a'.repeat(64) } }] };
const withField = (field: string, value: unknown): LedgerEntry => ({ ...base, [field]: value }) as LedgerEntry;
const NOT_ENTRY = expect.objectContaining({ code: 'ledger/bad-entry' });

function outcomeOf(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): string {
  try {
    read(bytes);
    return 'accepted';
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe('an entry', () => {
  it('is written as generic RFC 8785 code would write it, and read back', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const bytes = encodeEntry(entry);
        expect(Buffer.from(bytes).toString('utf8')).toBe(canonicalJson(entry));
        expect(parseEntry(bytes)).toEqual(entry);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it('has one form: whatever is read is the bytes that would be written', () => {
    fc.assert(
      fc.property(anyEntry, fc.nat(), fc.integer({ min: 0, max: 255 }), (entry, place, byte) => {
        const bytes = Uint8Array.from(encodeEntry(entry));
        bytes[place % bytes.length] = byte;
        if (outcomeOf(parseEntry, bytes) === 'accepted')
          expect(encodeEntry(parseEntry(bytes))).toEqual(Buffer.from(bytes));
      }),
      { seed: 12, numRuns: 600 },
    );
  });

  it('is scanned with the result of parsing it, whole or damaged', () => {
    let plain = 0;
    fc.assert(
      fc.property(
        anyEntry,
        fc.nat(),
        fc.option(fc.constantFrom(...bytesOf('0123456789-"{}[]:,az'))),
        (entry, place, byte) => {
          const bytes = Uint8Array.from(encodeEntry(entry));
          if (byte !== null) bytes[place % bytes.length] = byte;
          const scanned = outcomeOf(scanEntry, bytes);
          expect(scanned).toBe(outcomeOf(parseEntry, bytes));
          if (scanned !== 'accepted') return;
          if (scanPlain(bytes) !== undefined) plain++;
          const { kind, refs, payload } = parseEntry(bytes);
          const expected = payload && { sha256: payload.sha256, size: payload.size };
          expect(scanEntry(bytes)).toMatchObject({ kind, refs, ...(expected && { payload: expected }) });
        },
      ),
      { seed: 13, numRuns: 1500 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it.each([
    ['white space', '{"actor":"a", "at"'],
    ['an unknown key', '{"aaa":1,"actor"'],
    ['another order', '{"at":"2025-06-15T15:06:45.000Z","actor":"a"'],
    ['a duplicate key', '{"actor":"a","actor":"a"'],
    ['an escape that is not needed', '{"actor":"\\u0061"'],
    ['a byte order mark', '\ufeff{"actor"'],
  ])('is refused with %s', (_, start) => {
    const text = canonicalJson({ ...base, actor: 'a' });
    const rest = text.slice(text.indexOf('"at"'));
    const bytes = bytesOf(
      start.endsWith('"at"') ? start + rest.slice(4) : `${start.replace(/"actor"$/, '"actor":"a"')},${rest}`,
    );
    expect(() => parseEntry(bytes)).toThrow(NOT_ENTRY);
    expect(() => scanEntry(bytes)).toThrow(NOT_ENTRY);
  });

  it.each<[string, unknown]>([
    ['v', 2],
    ['kind', 'corpus.unknown'],
    ['at', '2025-02-29T00:00:00.000Z'],
    ['at', '2025-06-15T24:00:00.000Z'],
    ['at', '2025-06-15T10:00:00Z'],
    ['actor', ''],
    ['actor', 'a'.repeat(513)],
    ['actor', '\ud800'],
    ['subject', {}],
    ['subject', Array.from({ length: MAX_SUBJECTS + 1 }, () => base.subject[0])],
    ['subject', [{ name: 'a', digest: { sha256: 'A'.repeat(64) } }]],
    ['subject', [{ name: 'a', digest: { sha256: 'a'.repeat(64), md5: 'x' } }]],
    ['payload', { mediaType: 'text', sha256: 'a'.repeat(64), size: 1 }],
    ['payload', { mediaType: 'text/plain', sha256: 'a'.repeat(64), size: -1 }],
    ['policy', 'a'.repeat(63)],
    ['refs', [1.5]],
    ['refs', [-0]],
    ['refs', Array.from({ length: MAX_REFS + 1 }, () => 0)],
    ['detail', []],
    ['detail', { a: Number.NaN }],
    ['detail', { a: undefined }],
    ['detail', { a: '\udc00' }],
    ['detail', JSON.parse('{"__proto__":{}}')],
    ['detail', { a: { b: { c: { d: { e: { f: { g: { h: { i: 1 } } } } } } } } }],
    ['extra', 1],
  ])('is refused with a bad `%s`, case %$', (field, value) => {
    expect(() => encodeEntry(withField(field, value))).toThrow(NOT_ENTRY);
  });

  it('is refused with all of its faults in one message', () => {
    const broken = { ...base, v: 3, kind: 'x', actor: '' } as unknown as LedgerEntry;
    expect(() => encodeEntry(broken)).toThrow(/`v`.*`kind`.*`actor`/);
  });

  it('fits a 16-bit length, to the byte', () => {
    const empty = encodeEntry({ ...base, detail: { text: '' } }).length;
    const fill = (bytes: number): LedgerEntry => ({ ...base, detail: { text: 'a'.repeat(bytes - empty) } });
    expect(encodeEntry(fill(MAX_ENTRY_BYTES))).toHaveLength(MAX_ENTRY_BYTES);
    expect(() => encodeEntry(fill(MAX_ENTRY_BYTES + 1))).toThrow(/at most 65535 bytes, got 65536/);
  });

  it('is refused if it is not UTF-8', () => {
    const bytes = Uint8Array.from(encodeEntry(base));
    bytes[11] = 0xff;
    expect(() => parseEntry(bytes)).toThrow(NOT_ENTRY);
  });
});
