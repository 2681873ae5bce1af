import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { leafHash } from '../../merkle/hash.ts';
import { verifyInclusion } from '../../merkle/verify-inclusion.ts';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import { openShardReader } from '../reader/shard-reader.ts';
import { encodeProvenanceRow } from '../row/encode-row.ts';
import { provenanceKey } from '../row/provenance-key.ts';
import { readAll, sampleRow, sampleShards, sampleTexts } from '../testing/sample-rows.ts';
import { verifyShards } from '../verification/verify-shards.ts';
import { eraseRows } from './erase-rows.ts';

const ERASED = [3, 4, 258, 599];

describe('eraseRows', () => {
  it('takes the rows and leaves every proof as it was, theirs included', async () => {
    const { storage, finished } = await sampleShards(600, 512);
    const before = await openShardReader(storage);
    const proofs = await Promise.all(ERASED.map((index) => before.prove(index)));
    expect(await eraseRows(storage, ERASED)).toEqual({ erased: 4, erasedBefore: 0 });
    const reader = await openShardReader(storage);
    expect(reader.rootHex).toBe(finished.rootHex);
    for (const [at, index] of ERASED.entries()) {
      expect(await reader.row(index)).toBeUndefined();
      const proof = await reader.prove(index);
      expect(proof).toEqual(proofs[at]);
      const hash = leafHash(encodeProvenanceRow(sampleRow(index)));
      expect(verifyInclusion({ leafHash: hash, index, size: 600, proof, root: reader.root })).toBe(true);
    }
    const kept = Array.from({ length: 600 }, (_, index) => (ERASED.includes(index) ? undefined : sampleRow(index)));
    expect(await readAll(storage)).toEqual(kept);
    expect(await verifyShards(storage, { expected: finished })).toMatchObject({
      problems: [],
      erased: 4,
      erasedIndices: ERASED,
    });
  });

  it('leaves no byte of the row, its nonce or its keys in any file', async () => {
    const corpus = await sampleShards(600, 512);
    await eraseRows(corpus.storage, ERASED);
    for (const [path, bytes] of corpus.image()) {
      if (bytes === 'folder') continue;
      const text = path.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : Buffer.from(bytes).toString('latin1');
      for (const index of ERASED) {
        const { digest, nonce } = sampleRow(index);
        expect(text).not.toContain(nonce);
        expect(text).not.toContain(digest);
        const key = provenanceKey('digest', digest);
        const entry = Buffer.alloc(8);
        entry.writeUInt32BE(key.high);
        entry.writeUInt32BE(key.low, 4);
        expect(Buffer.from(bytes).includes(entry)).toBe(false);
      }
    }
  });

  it('takes a record out of every look-up, and leaves the others in', async () => {
    const { storage } = await sampleShards(40, 16);
    const [text = ''] = sampleTexts(10);
    const account = sampleRow(10).account!;
    const reader = await openShardReader(storage);
    const before = (await reader.find('text', text)).leafIndices;
    expect(before).toContain(10);
    await eraseRows(storage, [10]);
    for (const open of [reader, await openShardReader(storage)]) {
      expect((await open.find('text', text)).leafIndices).toEqual(before.filter((index) => index !== 10));
      expect((await open.find('account', account)).leafIndices).not.toContain(10);
      expect(await open.find('digest', sampleRow(10).digest)).toEqual({ leafIndices: [], isComplete: true });
    }
  });

  it('counts what was erased before, and changes nothing then', async () => {
    const corpus = await sampleShards(10, 4);
    await eraseRows(corpus.storage, [2]);
    const image = corpus.image();
    expect(await eraseRows(corpus.storage, new Set([2]))).toEqual({ erased: 0, erasedBefore: 1 });
    expect(corpus.image()).toEqual(image);
    expect(await eraseRows(corpus.storage, [])).toEqual({ erased: 0, erasedBefore: 0 });
  });

  it.each([-1, 10, 0.5, Number.NaN])('refuses index %d before it touches anything', async (index) => {
    const corpus = await sampleShards(10, 4);
    const image = corpus.image();
    await expect(eraseRows(corpus.storage, [0, index])).rejects.toMatchObject({ code: 'shards/index' });
    expect(corpus.image()).toEqual(image);
  });

  it('refuses a folder that is not finished', async () => {
    await expect(eraseRows(createCrashStorage().storage, [0])).rejects.toMatchObject({ code: 'shards/missing' });
  });
});
