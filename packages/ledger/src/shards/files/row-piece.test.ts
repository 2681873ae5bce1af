import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256 } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflatePiece, inflatePiece, joinRows, MAX_PIECE_BYTES } from './row-piece.ts';

const anyRows = fc.array(
  fc
    .oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ maxLength: 400 }).map((text) => Buffer.from(text)),
    )
    .map((bytes) => Uint8Array.from(bytes).map((byte) => (byte === 10 ? 32 : byte))),
  { maxLength: 256 },
);

describe('a piece of rows', () => {
  it('comes back as it was, and any gunzip reads it', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const member = await deflatePiece(joinRows(rows));
        expect(gunzipSync(member)).toEqual(Buffer.from(joinRows(rows)));
        const read = await inflatePiece(member, rows.length, 'x');
        expect(read.map((row) => Buffer.from(row).toString('hex'))).toEqual(
          rows.map((row) => Buffer.from(row).toString('hex')),
        );
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('gives equal bytes for equal rows', async () => {
    const lines = joinRows([Buffer.from('a'), Buffer.from('b')]);
    expect(sha256(await deflatePiece(lines))).toBe(sha256(await deflatePiece(Uint8Array.from(lines))));
  });

  it('is refused with any bit changed, or reads the same: a bit that says nothing may change', async () => {
    const rows = Array.from({ length: 3 }, (_, at) => Buffer.from(sha256(`row ${at}`).slice(32)));
    const member = await deflatePiece(joinRows(rows));
    let refused = 0;
    for (let bit = 0; bit < member.length * 8; bit += 1) {
      const altered = Uint8Array.from(member);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      const read = await inflatePiece(altered, 3, 'x').catch((error: { code: string }) => error.code);
      if (read === 'shards/altered-row') refused += 1;
      else expect(joinRows(read as Uint8Array[])).toEqual(joinRows(rows));
    }
    expect(refused).toBeGreaterThan(member.length * 8 - 16);
  });

  it('is refused cut short, with more after it, and with too many or too few rows', async () => {
    const member = await deflatePiece(joinRows([Buffer.from('a'), Buffer.from('b')]));
    const cases: [Uint8Array, number][] = [
      [member.slice(0, 4), 2],
      [member.slice(0, -1), 2],
      [Buffer.concat([member, Uint8Array.of(0)]), 2],
      [Buffer.concat([member, member]), 4],
      [member, 1],
      [member, 3],
    ];
    for (const [bytes, records] of cases) {
      await expect(inflatePiece(bytes, records, 'x')).rejects.toMatchObject({ code: 'shards/altered-row' });
    }
  });

  it('that inflates beyond its limit is refused (CWE-409)', async () => {
    const bomb = gzipSync(Buffer.alloc(MAX_PIECE_BYTES + 1, 0x0a), { level: 9 });
    bomb.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
    await expect(inflatePiece(bomb, 256, 'x')).rejects.toMatchObject({ code: 'shards/altered-row' });
  });
});
