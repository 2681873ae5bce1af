import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TRUST_TIERS } from '@bezoar/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_ROOT } from '../../merkle/hash.ts';
import { naiveRoot } from '../../merkle/testing/naive-tree.ts';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import { shardFile } from '../files/shard-layout.ts';
import { encodeProvenanceRow } from '../row/encode-row.ts';
import type { ProvenanceRow } from '../row/provenance-row.ts';
import { readAll, sampleRow, sampleShards, sampleTexts, writeSample } from '../testing/sample-rows.ts';
import { verifyShards } from '../verification/verify-shards.ts';
import { MAX_TEXTS_PER_RECORD } from './shard-builder.ts';
import { openShardWriter } from './shard-writer.ts';

const entries = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => encodeProvenanceRow(sampleRow(index)));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('openShardWriter', () => {
  it('gives the root of one RFC 6962 tree over all rows, whatever the size of the shards', async () => {
    for (const [records, perShard] of [
      [1, 1],
      [5, 1],
      [7, 4],
      [8, 4],
      [9, 8],
      [33, 2],
      [300, 256],
      [600, 256],
      [513, 512],
    ] as const) {
      const { storage, finished } = await sampleShards(records, perShard);
      expect(finished).toMatchObject({ size: records, rootHex: hex(naiveRoot(entries(records))) });
      expect(hex(finished.root)).toBe(finished.rootHex);
      for (const [at, shard] of finished.shards.entries()) {
        expect(shard.root).toBe(hex(naiveRoot(entries(records).slice(at * perShard, (at + 1) * perShard))));
      }
      expect(await verifyShards(storage, { expected: finished })).toMatchObject({
        size: records,
        problems: [],
        erased: 0,
      });
      expect(await readAll(storage)).toEqual(Array.from({ length: records }, (_, index) => sampleRow(index)));
    }
  });

  it('writes an empty corpus', async () => {
    const { storage, finished } = await sampleShards(0, 4);
    expect(finished).toEqual({ size: 0, root: EMPTY_ROOT, rootHex: hex(EMPTY_ROOT), shards: [] });
    expect(await readAll(storage)).toEqual([]);
    expect((await verifyShards(storage)).problems).toEqual([]);
  });

  it('counts tiers and times of each shard', async () => {
    const { finished } = await sampleShards(12, 8);
    for (const [at, { tiers, from, to, records }] of finished.shards.entries()) {
      const rows = Array.from({ length: records }, (_, index) => sampleRow(at * 8 + index));
      const times = rows.map(({ createdAt }) => createdAt).sort();
      expect([from, to]).toEqual([times[0], times.at(-1)]);
      for (const tier of TRUST_TIERS) {
        expect(tiers[tier] ?? 0).toBe(rows.filter((row) => row.tier === tier).length);
      }
    }
  });

  it('continues after the last complete shard, and gives up what came after it', async () => {
    const disk = createCrashStorage();
    const first = await openShardWriter(disk.storage, { maxRecordsPerShard: 4 });
    for (let index = 0; index < 7; index += 1) await first.append(sampleRow(index), sampleTexts(index));
    expect(first.size).toBe(4);
    await first.close();
    const whole = await sampleShards(9, 4);
    expect((await openShardWriter(disk.storage, { maxRecordsPerShard: 4 })).size).toBe(4);
    expect(await writeSample(disk.storage, 9, 4)).toEqual(whole.finished);
    expect((await verifyShards(disk.storage, { expected: whole.finished })).problems).toEqual([]);
  });

  it('refuses a finished folder, another size of shards, and a size that is no power of two', async () => {
    const { storage } = await sampleShards(4, 4);
    await expect(openShardWriter(storage)).rejects.toMatchObject({ code: 'shards/finished' });
    await storage.remove('shards.json');
    await expect(openShardWriter(storage, { maxRecordsPerShard: 8 })).rejects.toMatchObject({
      code: 'shards/records-per-shard',
    });
    for (const maxRecordsPerShard of [0, 3, 131_072, 1.5, Number.NaN]) {
      await expect(openShardWriter(storage, { maxRecordsPerShard })).rejects.toMatchObject({
        code: 'shards/records-per-shard',
      });
    }
  });

  it('goes on after a row that it refuses, as if it had not been there', async () => {
    const { storage } = createCrashStorage();
    const writer = await openShardWriter(storage, { maxRecordsPerShard: 4 });
    for (let index = 0; index < 6; index += 1) {
      const bad = { ...sampleRow(index), digest: 'x' } as ProvenanceRow;
      expect(() => writer.append(bad)).toThrow(expect.objectContaining({ code: 'shards/bad-row' }));
      const long = { ...sampleRow(index), id: 'ß'.repeat(10_000) };
      expect(() => writer.append(long)).toThrow(expect.objectContaining({ code: 'shards/bad-row' }));
      const texts = Array.from({ length: MAX_TEXTS_PER_RECORD + 1 }, () => 'a');
      expect(() => writer.append(sampleRow(index), texts)).toThrow(
        expect.objectContaining({ code: 'shards/too-many-texts' }),
      );
      await writer.append(sampleRow(index), sampleTexts(index));
    }
    expect(await writer.finish()).toEqual((await sampleShards(6, 4)).finished);
  });

  it('tells a caller that does not wait, and one that comes too late', async () => {
    const { storage } = createCrashStorage();
    const writer = await openShardWriter(storage, { maxRecordsPerShard: 1 });
    const wait = writer.append(sampleRow(0));
    expect(() => writer.append(sampleRow(1))).toThrow(expect.objectContaining({ code: 'shards/not-awaited' }));
    await wait;
    await writer.finish();
    await writer.close();
    expect(() => writer.append(sampleRow(1))).toThrow(expect.objectContaining({ code: 'shards/closed' }));
    await expect(writer.finish()).rejects.toMatchObject({ code: 'shards/closed' });
  });

  it('fails every call after the disk refused one', async () => {
    let isFull = false;
    const { storage } = createCrashStorage(new Map(), (_, what) =>
      isFull && what.startsWith('write') ? 'ENOSPC' : undefined,
    );
    const writer = await openShardWriter(storage, { maxRecordsPerShard: 2 });
    await writer.append(sampleRow(0));
    isFull = true;
    await expect(writer.append(sampleRow(1))).rejects.toMatchObject({ code: 'ledger/disk-full' });
    isFull = false;
    expect(() => writer.append(sampleRow(1))).toThrow(expect.objectContaining({ code: 'ledger/disk-full' }));
    await expect(writer.finish()).rejects.toMatchObject({ code: 'ledger/disk-full' });
    await writer.close();
    expect(await writeSample(storage, 3, 2)).toEqual((await sampleShards(3, 2)).finished);
  });
});

describe('a folder of shards', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shards-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds what any tool reads: JSON Lines in gzip, tiles, and nothing left over', async () => {
    await writeSample(folder, 600, 512);
    expect(readdirSync(folder).sort()).toEqual(
      ['index', 'json', 'rows.gz', 'tile0', 'tile1']
        .flatMap((part) => [`000000.${part}`, `000001.${part}`])
        .concat('shards.json')
        .sort(),
    );
    const lines = gunzipSync(readFileSync(join(folder, '000000.rows.gz')))
      .toString('utf8')
      .split('\n');
    expect(lines).toHaveLength(513);
    expect(JSON.parse(lines[300]!)).toEqual(sampleRow(300));
    expect(readFileSync(join(folder, '000000.tile0'))).toHaveLength(512 * 32);
    expect(readFileSync(join(folder, shardFile(0, 'tile1'))).toString('hex')).toBe(
      [entries(512).slice(0, 256), entries(512).slice(256)].map((leaves) => hex(naiveRoot(leaves))).join(''),
    );
    expect(await verifyShards(folder)).toMatchObject({ size: 600, problems: [] });
  });
});
