import { generateKeyPairSync } from 'node:crypto';
import { seededRandom } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from '../../merkle/hash.ts';
import { forgedProofs } from '../../merkle/testing/forgeries.test-support.ts';
import { verifyInclusion } from '../../merkle/verify-inclusion.ts';
import { formatCheckpoint } from '../../note/checkpoint.ts';
import { createNoteSigner } from '../../note/note-signer.ts';
import { formatNote } from '../../note/signed-note.ts';
import { parseVerifierKey } from '../../note/verifier-key.ts';
import { formatTlogProof, parseTlogProof } from '../../proof/tlog-proof.ts';
import { verifyTlogProof } from '../../proof/verify-tlog-proof.ts';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import { encodeIndex } from '../files/index-file.ts';
import { createKeyList } from '../files/key-list.ts';
import { shardFile } from '../files/shard-layout.ts';
import { encodeProvenanceRow } from '../row/encode-row.ts';
import { provenanceKey } from '../row/provenance-key.ts';
import { sampleRow, sampleShards, sampleTexts } from '../testing/sample-rows.ts';
import { openShardReader } from './shard-reader.ts';

describe('openShardReader', () => {
  it('proves every record of a corpus of any size, and no forged proof is believed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 6 }), async (records, height) => {
        const { storage } = await sampleShards(records, 2 ** height);
        const { prove, root, size } = await openShardReader(storage);
        for (let index = 0; index < records; index += 1) {
          const proof = await prove(index);
          const claim = { leafHash: leafHash(encodeProvenanceRow(sampleRow(index))), index, size, root };
          expect(verifyInclusion({ ...claim, proof })).toBe(true);
          expect(verifyInclusion({ ...claim, proof, leafHash: leafHash(Buffer.from('other')) })).toBe(false);
          expect(verifyInclusion({ ...claim, proof, index: (index + 1) % (records + 1) })).toBe(false);
          if (index % 16 > 0) continue;
          for (const forged of forgedProofs(proof)) expect(verifyInclusion({ ...claim, proof: forged })).toBe(false);
        }
      }),
      { seed: 6, numRuns: 18 },
    );
  });

  it('proves records of shards with tiles, at the borders of pieces and shards', async () => {
    const { storage } = await sampleShards(1300, 512);
    const { prove, root, size } = await openShardReader(storage);
    for (const index of [0, 255, 256, 511, 512, 1023, 1024, 1279, 1280, 1299]) {
      const claim = { leafHash: leafHash(encodeProvenanceRow(sampleRow(index))), index, size, root };
      expect(verifyInclusion({ ...claim, proof: await prove(index) })).toBe(true);
    }
    await expect(prove(1300)).rejects.toMatchObject({ code: 'merkle/index' });
  });

  it('gives what a tlog-proof needs, which a verifier accepts that knows nothing of shards', async () => {
    const { storage } = await sampleShards(20, 8);
    const { prove, root, size } = await openShardReader(storage);
    const origin = `example.org/ledger/corpus/${'ab'.repeat(32)}`;
    const signer = createNoteSigner(origin, generateKeyPairSync('ed25519').privateKey);
    const text = formatCheckpoint({ origin, size, root });
    const checkpoint = formatNote({ text, signatures: [signer.sign(text)] });
    const proof = parseTlogProof(formatTlogProof({ index: 13, hashes: await prove(13), checkpoint }));
    const claim = { proof, entry: encodeProvenanceRow(sampleRow(13)), logKey: parseVerifierKey(signer.verifierKey) };
    expect(verifyTlogProof(claim)).toMatchObject({ verified: true });
    expect(verifyTlogProof({ ...claim, entry: encodeProvenanceRow(sampleRow(12)) })).toMatchObject({ verified: false });
  });

  it('finds every record by everything that it has, and nothing by what it has not', async () => {
    const { storage } = await sampleShards(60, 16);
    const reader = await openShardReader(storage);
    const rows = Array.from({ length: 60 }, (_, index) => sampleRow(index));
    const where = (has: (index: number) => boolean): number[] =>
      rows.flatMap((_, index) => (has(index) ? [index] : []));
    for (const [index, row] of rows.entries()) {
      expect(await reader.row(index)).toEqual(row);
      expect((await reader.find('digest', row.digest)).leafIndices).toEqual([index]);
      const { id, account } = row;
      if (id !== undefined)
        expect((await reader.find('id', id)).leafIndices).toEqual(where((at) => rows[at]!.id === id));
      if (account !== undefined) {
        expect((await reader.find('account', account)).leafIndices).toEqual(
          where((at) => rows[at]!.account === account),
        );
      }
      for (const text of sampleTexts(index)) {
        expect((await reader.find('text', text)).leafIndices).toEqual(where((at) => sampleTexts(at).includes(text)));
      }
    }
    for (const kind of ['id', 'text', 'account'] as const) {
      expect(await reader.find(kind, 'nobody')).toEqual({ leafIndices: [], isComplete: true });
    }
    await expect(reader.find('digest', 'abc')).rejects.toMatchObject({ code: 'shards/bad-key' });
    for (const index of [-1, 60, 0.5]) await expect(reader.row(index)).rejects.toMatchObject({ code: 'shards/index' });
  });

  it('says whether the limit cut an answer off', async () => {
    const { storage } = await sampleShards(60, 16);
    const { find } = await openShardReader(storage);
    const all = (await find('account', sampleRow(0).account!)).leafIndices;
    expect(all.length).toBeGreaterThan(5);
    expect(await find('account', sampleRow(0).account!, 5)).toEqual({
      leafIndices: all.slice(0, 5),
      isComplete: false,
    });
    expect(await find('account', sampleRow(0).account!, all.length)).toEqual({ leafIndices: all, isComplete: true });
  });

  it('does not take a record for another whose key is the same', async () => {
    const { storage } = await sampleShards(8, 8);
    const keys = createKeyList(16);
    // As if all records had the ids, digests and accounts of record 3.
    const { id, digest } = sampleRow(3);
    for (let index = 0; index < 8; index += 1) keys.add(provenanceKey('digest', digest), index);
    for (let index = 0; index < 8; index += 1) keys.add(provenanceKey('id', id!), index);
    await storage.write(shardFile(0, 'index'), encodeIndex(keys.sorted()));
    const { find } = await openShardReader(storage);
    expect((await find('digest', digest)).leafIndices).toEqual([3]);
    expect((await find('id', id!)).leafIndices).toEqual([3]);
  });

  it('gives a row that was erased between two of its reads as erased', async () => {
    const { storage } = await sampleShards(20, 8);
    const reader = await openShardReader(storage);
    const random = seededRandom(1);
    const { eraseRows } = await import('../writer/erase-rows.ts');
    const reads = Array.from({ length: 40 }, async () => {
      const index = random.integer(20);
      const row = await reader.row(index);
      if (row !== undefined) expect(row).toEqual(sampleRow(index));
    });
    await Promise.all([...reads, eraseRows(storage, [1, 5, 9, 19])]);
    expect(await (await openShardReader(storage)).row(5)).toBeUndefined();
  });

  it('refuses a folder without summary', async () => {
    await expect(openShardReader(createCrashStorage().storage)).rejects.toMatchObject({ code: 'shards/missing' });
  });
});
