import { BezoarError } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { createCrashStorage } from '../testing/crash-storage.ts';
import { sampleProcesses } from '../testing/sample-ledger.ts';
import { type Acknowledged, appendSamples, faultsAfter, openSample } from '../testing/scripted-run.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const reason: unknown = await work.then(
    () => 'no error',
    (error: unknown) => error,
  );
  return reason instanceof BezoarError ? reason.code : String(reason);
};

describe('a second writer', () => {
  it('is refused while the first one runs, and told who it is', async () => {
    const { storage } = createCrashStorage();
    await openSample(storage, sampleProcesses(1));
    await expect(openSample(storage, sampleProcesses(2, [1]))).rejects.toMatchObject({
      code: 'ledger/locked',
      message: expect.stringMatching(/process 1 on `machine`.*`model\/lock`/),
    });
  });

  it('takes over from one that is gone, with everything that was acknowledged', async () => {
    const { storage } = createCrashStorage();
    const acknowledged: Acknowledged[] = [];
    await appendSamples(await openSample(storage, sampleProcesses(1)), [1, 2], acknowledged);
    expect(await faultsAfter(storage, acknowledged)).toEqual([]);
  });

  it('and the first both stop where a person removed the lock by hand, unless one has it', async () => {
    const { storage } = createCrashStorage();
    const acknowledged: Acknowledged[] = [];
    const first = await openSample(storage, sampleProcesses(1));
    await appendSamples(first, [1], acknowledged);
    await storage.remove('lock');
    expect(await codeOf(appendSamples(first, [2], acknowledged))).toBe('ledger/lock-lost');
    const second = await openSample(storage, sampleProcesses(2, [1]));
    await appendSamples(second, [3], acknowledged);
    expect(await codeOf(appendSamples(first, [4], acknowledged))).toBe('ledger/lock-lost');
    await first.close();
    await appendSamples(second, [5], acknowledged);
    await second.close();
    expect(await faultsAfter(storage, acknowledged)).toEqual([]);
  });

  it('that writes to the journal without a lock makes the first one stop', async () => {
    const { storage } = createCrashStorage();
    const acknowledged: Acknowledged[] = [];
    const first = await openSample(storage);
    await appendSamples(first, [1], acknowledged);
    const journal = await storage.openGrowing('journal');
    await journal.append(Uint8Array.of(1, 2, 3), journal.openedLength);
    await journal.sync();
    expect(await codeOf(appendSamples(first, [2], acknowledged))).toBe('ledger/lock-lost');
    await first.close();
    expect(await faultsAfter(storage, acknowledged)).toEqual([]);
  });

  it('and many more that race for the lock of one that is gone never hold it together', async () => {
    const { storage } = createCrashStorage();
    await openSample(storage, sampleProcesses(1));
    const others = Array.from({ length: 12 }, (_, at) => at + 2);
    const opened = await Promise.allSettled(others.map((pid) => openSample(storage, sampleProcesses(pid, others))));
    const winners = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(winners).toHaveLength(1);
    const codes = opened.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(['ledger/locked']));
    const acknowledged: Acknowledged[] = [];
    await appendSamples(winners[0]!, [1], acknowledged);
    await winners[0]!.close();
    expect(await faultsAfter(storage, acknowledged)).toEqual([]);
  });
});
