import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import type { DiskImage, PowerCut } from '../../testing/disk-image.ts';
import { openShardReader } from '../reader/shard-reader.ts';
import { allRows, sampleRow, sampleShards, sampleTexts, writeSample } from '../testing/sample-rows.ts';
import { verifyShards } from '../verification/verify-shards.ts';
import { eraseRows } from './erase-rows.ts';
import { openShardWriter } from './shard-writer.ts';

const cuts = (seed: string): readonly PowerCut[] => {
  const random = seededRandom(seed);
  return ['nothing', 'everything', random.fork('1')];
};
const isChange = (step: string): boolean => !/^(?:read|size|list) /.test(step);

/** Every step of a run that changes the disk, and the disk after the power failed there. */
async function* cutsOf(
  image: DiskImage,
  run: (storage: ReturnType<typeof createCrashStorage>['storage']) => Promise<unknown>,
): AsyncGenerator<{ readonly name: string; readonly image: DiskImage }> {
  const whole = createCrashStorage(image);
  await run(whole.storage);
  const steps = whole.steps.flatMap((step, at) => (isChange(step) ? [at] : []));
  expect(steps.length).toBeGreaterThan(10);
  for (const at of steps) {
    const disk = createCrashStorage(image, (step) => (step === at ? 'power' : undefined));
    await expect(run(disk.storage)).rejects.toThrow();
    for (const [which, how] of cuts(String(at)).entries()) {
      yield { name: `${at} ${whole.steps[at]} ${which}`, image: disk.cutPower(how) };
    }
  }
}

describe('a power cut', () => {
  it('while writing loses no shard that was complete, and the rest is written as if nothing had been', async () => {
    const { finished } = await sampleShards(7, 4);
    let acknowledged = 0;
    const run = async (storage: ReturnType<typeof createCrashStorage>['storage']): Promise<void> => {
      acknowledged = 0;
      const writer = await openShardWriter(storage, { maxRecordsPerShard: 4 });
      for (let index = writer.size; index < 7; index += 1) {
        await writer.append(sampleRow(index), sampleTexts(index));
        acknowledged = writer.size;
      }
      await writer.finish();
    };
    for await (const { name, image } of cutsOf(new Map(), run)) {
      const { storage } = createCrashStorage(image);
      if ((await storage.size('shards.json')) === undefined) {
        const writer = await openShardWriter(storage, { maxRecordsPerShard: 4 });
        expect({ name, size: writer.size % 4, kept: writer.size >= acknowledged }).toEqual({
          name,
          size: 0,
          kept: true,
        });
        await writer.close();
        expect({ name, finished: await writeSample(storage, 7, 4) }).toEqual({ name, finished });
      }
      const { problems } = await verifyShards(storage, { expected: finished });
      // What was cut while the folder of unfinished files was emptied may lie there still.
      expect({ name, problems: problems.filter(({ code }) => code !== 'shards/unexpected-file') }).toEqual({
        name,
        problems: [],
      });
    }
  });

  it('while erasing leaves a row or takes it, and the same erasure again completes it', async () => {
    const corpus = await sampleShards(7, 4);
    const erased = [1, 2, 6];
    const run = (storage: ReturnType<typeof createCrashStorage>['storage']): Promise<unknown> =>
      eraseRows(storage, erased);
    for await (const { name, image } of cutsOf(corpus.image(), run)) {
      const { storage } = createCrashStorage(image);
      const rows = await allRows(await openShardReader(storage));
      for (const [index, row] of rows.entries()) {
        if (!(erased.includes(index) && row === undefined))
          expect({ name, row }).toEqual({ name, row: sampleRow(index) });
      }
      await eraseRows(storage, erased);
      const { problems, erasedIndices } = await verifyShards(storage, { expected: corpus.finished });
      expect({ name, problems, erasedIndices }).toEqual({ name, problems: [], erasedIndices: erased });
    }
  });
});
