import { canonicalJson } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRow } from '../testing/any-row.test-support.ts';
import { sampleRow } from '../testing/sample-rows.ts';
import { rowFaults } from './check-row.ts';
import { createRowEncoder, encodeProvenanceRow, rowText } from './encode-row.ts';
import { parseProvenanceRow } from './parse-row.ts';
import { provenanceKey } from './provenance-key.ts';
import { MAX_ROW_BYTES, type ProvenanceRow } from './provenance-row.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing thrown';
};

describe('a provenance row', () => {
  it('is written byte for byte as canonical JSON, whatever its fields hold, and reads back the same', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const bytes = encodeProvenanceRow(row);
        expect(Buffer.from(bytes).toString('utf8')).toBe(canonicalJson(row));
        expect(parseProvenanceRow(bytes)).toEqual(row);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is written the same after rows of the same and of other files', () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { minLength: 2, maxLength: 4 }),
        fc.array(fc.nat(3), { maxLength: 12 }),
        (rows, order) => {
          const encode = createRowEncoder();
          for (const [line, at] of order.entries()) {
            const row = rows[at % rows.length]!;
            const moved = { ...row, source: { ...rows[line % 2]!.source, line } };
            expect(encode(moved)).toBe(canonicalJson(moved));
            expect(encode(row)).toBe(rowText(row));
            const bad = { ...moved, source: { ...moved.source, line: -1 } };
            expect(codeOf(() => encode(bad))).toBe('shards/bad-row');
            expect(codeOf(() => encode({ ...moved, nonce: 'x' }))).toBe('shards/bad-row');
            expect(codeOf(() => encode({ ...moved, source: undefined } as unknown as ProvenanceRow))).toBe(
              'shards/bad-row',
            );
          }
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  it('leaves out fields that are undefined, as canonical JSON does', () => {
    const row = { ...sampleRow(1), tenant: undefined, parents: undefined } as unknown as ProvenanceRow;
    expect(Buffer.from(encodeProvenanceRow(row)).toString('utf8')).toBe(canonicalJson(row));
  });

  it.each<[string, (row: Record<string, unknown>) => void]>([
    ['another version', (row) => Object.assign(row, { v: 2 })],
    ['a digest in capitals', (row) => Object.assign(row, { digest: 'A'.repeat(64) })],
    ['a digest with other characters', (row) => Object.assign(row, { digest: 'ａ'.repeat(64) })],
    ['a short nonce', (row) => Object.assign(row, { nonce: 'ab' })],
    ['no nonce', (row) => delete row.nonce],
    ['an account in clear', (row) => Object.assign(row, { account: 'alice@example.org' })],
    ['a tenant of 15 digits', (row) => Object.assign(row, { tenant: 'a'.repeat(15) })],
    ['an id that is a number', (row) => Object.assign(row, { id: 7 })],
    ['a date that does not exist', (row) => Object.assign(row, { createdAt: '2026-02-30T00:00:00.000Z' })],
    ['a time without milliseconds', (row) => Object.assign(row, { ingestedAt: '2026-02-20T00:00:00Z' })],
    ['an unknown tier', (row) => Object.assign(row, { tier: 'trusted' })],
    ['a slice that is false', (row) => Object.assign(row, { slice: false })],
    ['parents that are a text', (row) => Object.assign(row, { parents: 'a' })],
    ['a transform that is a number', (row) => Object.assign(row, { transforms: [1] })],
    ['no transforms', (row) => delete row.transforms],
    ['no source', (row) => delete row.source],
    ['a source that is null', (row) => Object.assign(row, { source: null })],
    ['a line that is -0', (row) => Object.assign(row, { source: { ...(row.source as object), line: -0 } })],
    ['a line that is a fraction', (row) => Object.assign(row, { source: { ...(row.source as object), line: 1.5 } })],
    ['a path that is missing', (row) => delete (row.source as { path?: string }).path],
    ['a revision that is a list', (row) => Object.assign(row, { source: { ...(row.source as object), revision: [] } })],
  ])('with %s is refused by writer and parser alike', (_, spoil) => {
    const row = structuredClone(sampleRow(2)) as unknown as Record<string, unknown>;
    spoil(row);
    expect(rowFaults(row)).not.toEqual([]);
    expect(codeOf(() => encodeProvenanceRow(row as unknown as ProvenanceRow))).toBe('shards/bad-row');
    expect(codeOf(() => parseProvenanceRow(bytesOf(JSON.stringify(row))))).toBe('shards/bad-row');
  });

  it.each<[string, (text: string) => string]>([
    ['white space', (text) => text.replace(',', ', ')],
    ['a line end', (text) => `${text}\n`],
    ['a duplicate key', (text) => text.replace('"v":1', '"v":1,"v":1')],
    ['keys in another order', (text) => text.replace(/^\{(.*),"v":1\}$/, '{"v":1,$1}')],
    ['an unknown field', (text) => text.replace('"v":1', '"v":1,"w":1')],
    ['a __proto__ key', (text) => text.replace('{', '{"__proto__":{"v":1},')],
    ['an escape that is not needed', (text) => text.replace('nfkc', '\\u006efkc')],
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['a number in another form', (text) => text.replace('"v":1', '"v":1.0')],
    ['half of it', (text) => text.slice(0, text.length / 2)],
    ['nothing', () => ''],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['deep nesting', () => `${'['.repeat(8000)}${']'.repeat(8000)}`],
  ])('with %s is refused: there is one form only', (_, change) => {
    const text = Buffer.from(encodeProvenanceRow(sampleRow(2))).toString('utf8');
    expect(change(text)).not.toBe(text);
    expect(codeOf(() => parseProvenanceRow(bytesOf(change(text))))).toBe('shards/bad-row');
  });

  it('made of arbitrary bytes is refused, never anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf)), (bytes) => {
        expect(codeOf(() => parseProvenanceRow(bytes))).toBe('shards/bad-row');
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('that is too long is refused by both, and the longest is not', () => {
    const room = MAX_ROW_BYTES - encodeProvenanceRow({ ...sampleRow(2), id: '' }).length;
    const longest = encodeProvenanceRow({ ...sampleRow(2), id: 'a'.repeat(room) });
    expect(longest).toHaveLength(MAX_ROW_BYTES);
    expect(parseProvenanceRow(longest).id).toHaveLength(room);
    for (const id of ['a'.repeat(room + 1), 'ß'.repeat(room / 2 + 1)]) {
      expect(codeOf(() => encodeProvenanceRow({ ...sampleRow(2), id }))).toBe('shards/bad-row');
    }
    expect(codeOf(() => parseProvenanceRow(new Uint8Array(MAX_ROW_BYTES + 1)))).toBe('shards/bad-row');
  });
});

describe('provenanceKey', () => {
  it('is the first 8 bytes of the hash over kind and value, of a digest its own', () => {
    // printf 'id\0ticket-1' | sha256sum
    expect(provenanceKey('id', 'ticket-1')).toEqual({ high: 0x8e6fc710, low: 0xc6d0eefd });
    expect(provenanceKey('digest', `0123456789abcdef${'0'.repeat(48)}`)).toEqual({ high: 0x01234567, low: 0x89abcdef });
  });

  it('keeps kinds apart', () => {
    const keys = (['id', 'text', 'account'] as const).map((kind) => provenanceKey(kind, 'a').high);
    expect(new Set(keys).size).toBe(3);
  });

  it('refuses unknown kinds and malformed digests', () => {
    expect(codeOf(() => provenanceKey('digest', 'abc'))).toBe('shards/bad-key');
    expect(codeOf(() => provenanceKey('toString' as 'id', 'abc'))).toBe('shards/bad-key');
  });
});
