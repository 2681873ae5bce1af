import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { createCrashStorage } from '../testing/crash-storage.ts';
import type { DiskImage, PowerCut } from '../testing/disk-image.ts';
import { type Acknowledged, appendSamples, faultsAfter, openSample, runScript } from '../testing/scripted-run.ts';

/** A published log of so many entries, as an earlier process left it. */
async function imageOf(entries: number): Promise<DiskImage> {
  const disk = createCrashStorage();
  const ledger = await openSample(disk.storage);
  for (let next = 100; next < 100 + entries; next += 50) {
    await appendSamples(
      ledger,
      Array.from({ length: Math.min(50, 100 + entries - next) }, (_, at) => next + at),
      [],
    );
  }
  await ledger.close();
  return disk.cutPower('everything');
}

const cuts = (seed: string, count: number): readonly PowerCut[] => {
  const random = seededRandom(seed);
  return [random.fork('1'), 'nothing' as const, random.fork('2'), 'everything' as const].slice(0, count);
};

/** Reads change nothing: the disk is the same after the power fails at one as at the next change. */
const isChange = (step: string): boolean => !/^(?:read|size|list) /.test(step);

async function changesOf(image: DiskImage): Promise<number[]> {
  const disk = createCrashStorage(image);
  await runScript(disk.storage, []);
  return disk.steps.flatMap((step, at) => (isChange(step) ? [at] : []));
}

async function runUntilCut(
  image: DiskImage,
  at: number,
): Promise<{ readonly acknowledged: Acknowledged[]; readonly cutPower: (how: PowerCut) => DiskImage }> {
  const acknowledged: Acknowledged[] = [];
  const { storage, cutPower } = createCrashStorage(image, (step) => (step === at ? 'power' : undefined));
  await expect(runScript(storage, acknowledged)).rejects.toThrow();
  return { acknowledged, cutPower };
}

describe('a power cut', () => {
  // 250: the script fills the first tile and bundle, and starts the second level.
  it.each([
    [0, process.env.BEZOAR_THOROUGH === '1' ? 3 : 1],
    [250, 1],
  ])(
    'at any step of a run on %i entries loses nothing that was acknowledged, outcomes each: %i',
    async (entries, outcomes) => {
      const image = await imageOf(entries);
      const steps = await changesOf(image);
      expect(steps.length).toBeGreaterThan(60);
      for (const at of steps) {
        const { acknowledged, cutPower } = await runUntilCut(image, at);
        for (const [which, cut] of cuts(`${entries}:${at}`, outcomes).entries()) {
          const faults = await faultsAfter(createCrashStorage(cutPower(cut)).storage, acknowledged);
          expect({ at, which, faults }).toEqual({ at, which, faults: [] });
        }
      }
    },
  );

  it('during the recovery from a power cut loses nothing either', async () => {
    const image = await imageOf(250);
    const random = seededRandom('twice');
    for (const at of random.shuffled(await changesOf(image)).slice(0, 12)) {
      const { acknowledged, cutPower } = await runUntilCut(image, at);
      const once = cutPower(random.fork(`once ${at}`));
      const whole = createCrashStorage(once);
      await openSample(whole.storage).catch(() => {});
      const steps = whole.steps.flatMap((step, index) => (isChange(step) ? [index] : []));
      for (const second of random.shuffled(steps).slice(0, 5)) {
        const { storage, cutPower: cutAgain } = createCrashStorage(once, (step) =>
          step === second ? 'power' : undefined,
        );
        await expect(openSample(storage)).rejects.toThrow();
        const faults = await faultsAfter(
          createCrashStorage(cutAgain(random.fork(`${at} ${second}`))).storage,
          acknowledged,
        );
        expect({ at, second, faults }).toEqual({ at, second, faults: [] });
      }
    }
  });

  it('is noticed by these tests if the journal is not flushed', async () => {
    const image = await imageOf(0);
    const { storage, cutPower } = createCrashStorage(image);
    const careless: typeof storage = {
      ...storage,
      openGrowing: async (path) => ({ ...(await storage.openGrowing(path)), sync: async () => {} }),
    };
    const acknowledged: Acknowledged[] = [];
    await appendSamples(await openSample(careless), [1], acknowledged);
    expect(await faultsAfter(createCrashStorage(cutPower('nothing')).storage, acknowledged)).not.toEqual([]);
  });
});
