import { canonicalJson, seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import type { DiskImage } from '../../testing/disk-image.ts';
import { encodeIndex, readIndex } from '../files/index-file.ts';
import { INDEX_ENTRY_BYTES } from '../files/key-list.ts';
import { deflatePiece, joinRows } from '../files/row-piece.ts';
import { encodeDirectory } from '../files/rows-file.ts';
import { shardFile } from '../files/shard-layout.ts';
import { openShardReader } from '../reader/shard-reader.ts';
import { encodeProvenanceRow } from '../row/encode-row.ts';
import { allRows, sampleRow, sampleShards } from '../testing/sample-rows.ts';
import { openShardWriter } from '../writer/shard-writer.ts';
import { createShardProblems, MAX_SHARD_PROBLEMS } from './shard-problem.ts';
import { verifyShards } from './verify-shards.ts';

const RECORDS = 11;
const corpus = await sampleShards(RECORDS, 4);
const image = corpus.image();
const files = [...image].filter((item): item is [string, Uint8Array] => item[1] !== 'folder');

/** What believing the files leads to: the rows, or the code of a refusal. */
async function read(storage: ReturnType<typeof createCrashStorage>['storage']): Promise<unknown> {
  try {
    return await allRows(await openShardReader(storage));
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}

const truth = Array.from({ length: RECORDS }, (_, index) => sampleRow(index));

async function judge(altered: DiskImage, name: string): Promise<readonly string[]> {
  const { storage } = createCrashStorage(altered);
  const rows = await read(storage);
  if (typeof rows === 'string') expect(rows).toMatch(/^shards\/(?:altered-(?:row|tile|index|summary)|missing)$/);
  else expect({ name, rows }).toEqual({ name, rows: truth });
  const { problems } = await verifyShards(storage, { expected: corpus.finished });
  return problems.map(({ code }) => code);
}

describe('a file of a finished corpus', () => {
  it('with a bit changed anywhere is reported, or says the same as before; no read gives anything false', async () => {
    const random = seededRandom('bits');
    let unnoticed = 0;
    for (const [path, bytes] of files) {
      for (let at = 0; at < bytes.length; at += 1) {
        // One byte in thirty, evenly over all files; the same ones in every run.
        if (random.integer(30) > 0) continue;
        const altered = Uint8Array.from(bytes);
        altered[at]! ^= 1 << random.integer(8);
        const codes = await judge(new Map([...image, [path, altered]]), `${path} ${at}`);
        // Spare bits at the end of a deflate stream hold nothing.
        if (codes.length === 0) unnoticed += path.endsWith('.gz') ? 1 : 1000;
      }
    }
    expect(unnoticed).toBeLessThan(3);
  });

  it('cut anywhere, emptied, longer or removed is reported', async () => {
    const random = seededRandom('cuts');
    for (const [path, bytes] of files) {
      const lengths = [0, 1, bytes.length - 1, ...Array.from({ length: 3 }, () => random.integer(bytes.length))];
      const variants = [...lengths.map((length) => bytes.slice(0, length)), Buffer.concat([bytes, Uint8Array.of(10)])];
      for (const variant of variants) {
        if (variant.length === bytes.length) continue;
        const codes = await judge(new Map([...image, [path, variant]]), `${path} ${variant.length}`);
        expect({ path, length: variant.length, found: codes.length > 0 }).toMatchObject({ found: true });
      }
      const removed = new Map(image);
      removed.delete(path);
      expect({ path, codes: await judge(removed, path) }).toMatchObject({
        codes: expect.arrayContaining(['shards/missing']),
      });
    }
  });

  it('in the place of another is reported', async () => {
    for (const [path, bytes] of files) {
      const other = files.find(([name]) => name !== path && name.slice(6) === path.slice(6));
      if (other === undefined || path.endsWith('tile1')) continue;
      const codes = await judge(new Map([...image, [other[0], bytes]]), `${path} as ${other[0]}`);
      expect({ path, found: codes.length > 0 }).toEqual({ path, found: true });
    }
  });

  it('makes a writer that resumes refuse, or is mended, and never leads to another root', async () => {
    for (const [path, bytes] of files) {
      if (path === 'shards.json') continue;
      for (const variant of [undefined, new Uint8Array(0), bytes.slice(0, -1), Uint8Array.from(bytes).fill(1, 0, 20)]) {
        const altered = new Map(image);
        altered.delete('shards.json');
        if (variant === undefined) altered.delete(path);
        else altered.set(path, variant);
        const { storage } = createCrashStorage(altered);
        try {
          const writer = await openShardWriter(storage, { maxRecordsPerShard: 4 });
          expect([0, 4, 8]).toContain(writer.size);
          for (let index = writer.size; index < RECORDS; index += 1) await writer.append(sampleRow(index));
          expect((await writer.finish()).rootHex).toBe(corpus.finished.rootHex);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^shards\/(?:altered-|missing)/);
        }
      }
    }
  });
});

describe('a forger who knows the format', () => {
  const forged = async (path: string, bytes: Uint8Array): Promise<readonly string[]> =>
    judge(new Map([...image, [path, bytes]]), path);

  it('cannot replace a row', async () => {
    const rows = [0, 1, 2, 3].map((index) => encodeProvenanceRow(sampleRow(index === 2 ? 3 : index)));
    const member = await deflatePiece(joinRows(rows));
    const file = Buffer.concat([member, encodeDirectory([member.length])]);
    expect(await forged(shardFile(0, 'rows.gz'), file)).toContain('shards/altered-row');
  });

  it('cannot take a record out of the index, or add one that is not there', async () => {
    const { storage } = createCrashStorage(image);
    const entries = await readIndex(storage, 0, 4);
    const digests = await Promise.all(
      Array.from({ length: entries.length / INDEX_ENTRY_BYTES }, (_, at) => {
        const without = Buffer.concat([
          entries.subarray(0, at * INDEX_ENTRY_BYTES),
          entries.subarray((at + 1) * INDEX_ENTRY_BYTES),
        ]);
        return forged(shardFile(0, 'index'), encodeIndex(without));
      }),
    );
    // All but the entries for texts, which no row tells.
    expect(digests.filter((codes) => codes.includes('shards/altered-index'))).toHaveLength(digests.length - 2);
    const beyond = Buffer.concat([entries, Buffer.alloc(INDEX_ENTRY_BYTES, 0xff)]);
    expect(await forged(shardFile(0, 'index'), encodeIndex(beyond))).toContain('shards/altered-index');
    const reversed = Buffer.concat([entries.subarray(INDEX_ENTRY_BYTES), entries.subarray(0, INDEX_ENTRY_BYTES)]);
    expect(await forged(shardFile(0, 'index'), encodeIndex(reversed))).toContain('shards/altered-index');
  });

  it.each([
    ['tiers', { open: 4 }],
    ['from', '2026-11-19T10:00:00.000Z'],
    ['to', '2026-11-21T10:00:00.000Z'],
  ])('cannot say other %s of a shard than its rows', async (field, value) => {
    const { storage } = createCrashStorage(image);
    for (const path of ['shards.json', shardFile(1, 'json')]) {
      const text = Buffer.from((await storage.read(path, 10_000))!).toString('utf8');
      const summary = JSON.parse(text);
      Object.assign(path === 'shards.json' ? summary.shards[1] : summary.shard, { [field]: value });
      await storage.write(path, Buffer.from(`${canonicalJson(summary)}\n`));
    }
    const { problems } = await verifyShards(storage);
    expect(problems).toEqual([expect.objectContaining({ code: 'shards/altered-summary', shard: 1 })]);
  });

  it('who replaces the whole corpus is known by the expected root', async () => {
    const other = await sampleShards(RECORDS - 1, 4);
    const { problems } = await verifyShards(other.storage, { expected: corpus.finished });
    expect(problems.map(({ code }) => code)).toEqual(['shards/altered-summary']);
  });

  it('cannot hide a file beside the shards', async () => {
    const { storage } = createCrashStorage(image);
    await storage.makeFolder('unfinished');
    for (const path of ['000099.rows.gz', 'notes.txt', 'unfinished/000000.rows.gz']) {
      await storage.write(path, new Uint8Array(3));
    }
    const { problems } = await verifyShards(storage);
    expect(problems.map(({ code }) => code)).toEqual(Array(3).fill('shards/unexpected-file'));
  });
});

describe('verifyShards', () => {
  it('says that a row is gone whose index entries are still there', async () => {
    const rows = [0, 1, 2, 3].map((index) => (index === 2 ? new Uint8Array(0) : encodeProvenanceRow(sampleRow(index))));
    const member = await deflatePiece(joinRows(rows));
    const { storage } = createCrashStorage(image);
    await storage.write(shardFile(0, 'rows.gz'), Buffer.concat([member, encodeDirectory([member.length])]));
    const found = await verifyShards(storage);
    expect(found.erasedIndices).toEqual([2]);
    expect(new Set(found.problems.map(({ code, leafIndex }) => `${code} ${leafIndex}`))).toEqual(
      new Set(['shards/unfinished-erasure 2']),
    );
  });

  it('reports progress, stops when asked to, and reports a disk that refuses', async () => {
    const { storage } = createCrashStorage(image);
    const seen: number[] = [];
    await verifyShards(storage, { onEvent: ({ records, total }) => seen.push(records, total) });
    expect(seen).toEqual([4, 11, 8, 11, 11, 11]);
    await expect(verifyShards(storage, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
    const broken = createCrashStorage(image, (_, what) => (what.includes('tile0') ? 'EIO' : undefined));
    const { problems } = await verifyShards(broken.storage);
    expect(problems.map(({ code }) => code)).toContain('ledger/io');
  });

  it('says that a folder is not finished', async () => {
    const { problems, size } = await verifyShards(createCrashStorage().storage);
    expect({ size, problems }).toMatchObject({ size: 0, problems: [{ code: 'shards/missing' }] });
  });

  it('lists a bounded number of problems', () => {
    const problems = createShardProblems();
    for (let at = 0; at < MAX_SHARD_PROBLEMS + 10; at += 1) problems.add({ code: 'shards/bad-row', message: `${at}` });
    expect(problems.list).toHaveLength(MAX_SHARD_PROBLEMS + 1);
    expect(problems.list.at(-1)?.code).toBe('shards/more-problems');
  });
});
