import { seededRandom, sha256, TRUST_TIERS } from '@bezoar/core';
import type { Storage } from '../../storage/storage.ts';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import type { DiskImage } from '../../testing/disk-image.ts';
import { openShardReader, type ShardReader } from '../reader/shard-reader.ts';
import type { ProvenanceRow } from '../row/provenance-row.ts';
import { type FinishedShards, openShardWriter } from '../writer/shard-writer.ts';

/** Row number `index` of a corpus in which every third record shares an account and every fifth an id. */
export function sampleRow(index: number): ProvenanceRow {
  const random = seededRandom(index);
  const minute = String(index % 60).padStart(2, '0');
  return {
    v: 1,
    digest: sha256(`record ${index}`),
    nonce: sha256(`nonce ${index}`).slice(0, 32),
    ...(index % 7 === 0 ? {} : { id: index % 5 === 0 ? 'geteilt-ß-😀' : `ticket "${index}"` }),
    source: { name: 'export', path: `päth/${index % 4}.jsonl`, line: index + 1, sha256: sha256('file') },
    ...(index % 2 === 0 ? { account: sha256(`account ${index % 3}`) } : {}),
    createdAt: `2026-11-20T10:${minute}:00.000Z`,
    ingestedAt: '2026-11-21T03:00:00.000Z',
    ...(index % 4 === 0 ? { slice: true } : {}),
    tier: random.pick(TRUST_TIERS),
    transforms: ['nfkc'],
  };
}

/** The texts that record `index` can be looked up by. */
export function sampleTexts(index: number): readonly string[] {
  return index % 2 === 0 ? [`phrase ${index % 10}`] : [];
}

/** Writes records `from` up to but without `to`, and finishes. */
export async function writeSample(
  storage: string | Storage,
  records: number,
  maxRecordsPerShard: number,
): Promise<FinishedShards> {
  const writer = await openShardWriter(storage, { maxRecordsPerShard });
  for (let index = writer.size; index < records; index += 1) await writer.append(sampleRow(index), sampleTexts(index));
  const finished = await writer.finish();
  await writer.close();
  return finished;
}

/** A finished corpus on a disk in memory. */
export async function sampleShards(
  records: number,
  maxRecordsPerShard: number,
): Promise<{ readonly storage: Storage; readonly finished: FinishedShards; image(): DiskImage }> {
  const disk = createCrashStorage();
  const finished = await writeSample(disk.storage, records, maxRecordsPerShard);
  return { storage: disk.storage, finished, image: () => disk.cutPower('nothing') };
}

/** All rows of a corpus, by index; `undefined` where erased. */
export async function allRows(reader: ShardReader): Promise<(ProvenanceRow | undefined)[]> {
  const rows: (ProvenanceRow | undefined)[] = [];
  for await (const { leafIndex, row } of reader.rows()) rows[leafIndex] = row;
  return rows;
}

/** Opens the reader and gives all rows: what somebody sees who believes in the files. */
export async function readAll(storage: Storage): Promise<(ProvenanceRow | undefined)[]> {
  return allRows(await openShardReader(storage));
}
