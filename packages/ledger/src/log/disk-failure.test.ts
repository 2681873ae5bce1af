import { BezoarError } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { createCrashStorage, type Fault } from '../testing/crash-storage.ts';
import type { DiskImage } from '../testing/disk-image.ts';
import { type Acknowledged, appendSamples, faultsAfter, openSample, runScript } from '../testing/scripted-run.ts';

async function stepsOf(image: DiskImage): Promise<readonly string[]> {
  const disk = createCrashStorage(image);
  await runScript(disk.storage, []);
  return disk.steps;
}

/** Fails once, at the first operation of this name. */
function failOnce(
  name: string,
  fault: Fault,
): { readonly faultAt: (step: number, what: string) => Fault; arm(): void } {
  let isArmed = false;
  return {
    arm: () => {
      isArmed = true;
    },
    faultAt: (_, what) => {
      if (!isArmed || what !== name) return undefined;
      isArmed = false;
      return fault;
    },
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof BezoarError ? error.code : `no BezoarError: ${String(error)}`;
}

describe('a disk that refuses', () => {
  it.each(['ENOSPC', 'EIO'] as const)(
    'any one operation with %s loses nothing that was acknowledged',
    async (fault) => {
      const image: DiskImage = new Map();
      const steps = await stepsOf(image);
      for (const [at, what] of steps.entries()) {
        if (fault === 'ENOSPC' && /^(?:read|size|list) /.test(what)) continue;
        const acknowledged: Acknowledged[] = [];
        const disk = createCrashStorage(image, (step) => (step === at ? fault : undefined));
        const outcome = await codeOf(runScript(disk.storage, acknowledged).then(() => Promise.reject(ENDED)));
        expect(['ledger/disk-full', 'ledger/io', ENDED.code]).toContain(outcome);
        for (const how of ['nothing', 'everything'] as const) {
          const faults = await faultsAfter(createCrashStorage(disk.cutPower(how)).storage, acknowledged);
          expect({ at, what, how, faults }).toEqual({ at, what, how, faults: [] });
        }
      }
    },
  );

  it.each([
    ['ENOSPC', 'ledger/disk-full'],
    ['EIO', 'ledger/io'],
  ] as const)('an append with %s rejects with %s, and the next append succeeds', async (fault, code) => {
    const { faultAt, arm } = failOnce('append journal', fault);
    const disk = createCrashStorage(new Map(), faultAt);
    const acknowledged: Acknowledged[] = [];
    const ledger = await openSample(disk.storage);
    await appendSamples(ledger, [1, 2], acknowledged);
    arm();
    expect(await codeOf(appendSamples(ledger, [3], acknowledged))).toBe(code);
    expect(ledger.size).toBe(2);
    await appendSamples(ledger, [4], acknowledged);
    expect(acknowledged.map(({ commit }) => commit.firstIndex)).toEqual([0, 2]);
    await ledger.close();
    expect(await faultsAfter(disk.storage, acknowledged)).toEqual([]);
  });

  it('a flush poisons the handle: what could not be written may be forgotten by the system', async () => {
    const { faultAt, arm } = failOnce('sync journal', 'EIO');
    const disk = createCrashStorage(new Map(), faultAt);
    const acknowledged: Acknowledged[] = [];
    const ledger = await openSample(disk.storage);
    await appendSamples(ledger, [1], acknowledged);
    arm();
    expect(await codeOf(appendSamples(ledger, [2], acknowledged))).toBe('ledger/io');
    expect(await codeOf(appendSamples(ledger, [3], acknowledged))).toBe('ledger/poisoned');
    expect(await codeOf(ledger.publish())).toBe('ledger/poisoned');
    await ledger.close();
    const again = await openSample(disk.storage);
    await appendSamples(again, [4], acknowledged);
    expect(await faultsAfter(createCrashStorage(disk.cutPower('nothing')).storage, acknowledged)).toEqual([]);
  });

  it('a flush, and to cut back what it did not write, leaves bytes that read back and are not on disk: they are written again', async () => {
    const refused = new Set(['sync journal', 'cut journal']);
    let isArmed = false;
    const disk = createCrashStorage(new Map(), (_, what) => (isArmed && refused.delete(what) ? 'EIO' : undefined));
    const acknowledged: Acknowledged[] = [];
    const ledger = await openSample(disk.storage);
    await appendSamples(ledger, [1], acknowledged);
    isArmed = true;
    expect(await codeOf(appendSamples(ledger, [2], []))).toBe('ledger/io');
    await ledger.close();
    const again = await openSample(disk.storage);
    expect(again.size).toBe(2);
    await appendSamples(again, [3], acknowledged);
    expect(await faultsAfter(createCrashStorage(disk.cutPower('nothing')).storage, acknowledged)).toEqual([]);
  });

  it('to make room for tiles fails the publication and loses no commit', async () => {
    let isFull = false;
    const disk = createCrashStorage(new Map(), (_, what) =>
      isFull && what.startsWith('write unfinished') ? 'ENOSPC' : undefined,
    );
    const acknowledged: Acknowledged[] = [];
    const ledger = await openSample(disk.storage);
    await appendSamples(ledger, [1], acknowledged);
    isFull = true;
    expect(await codeOf(ledger.publish())).toBe('ledger/disk-full');
    await appendSamples(ledger, [2], acknowledged);
    expect(await codeOf(ledger.close())).toBe('ledger/disk-full');
    isFull = false;
    expect(await faultsAfter(disk.storage, acknowledged)).toEqual([]);
  });
});

const ENDED: BezoarError = new BezoarError('test/ended', 'the run came to its end');
