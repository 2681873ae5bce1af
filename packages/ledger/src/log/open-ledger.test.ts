import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEntry } from '../entry/encode-entry.ts';
import type { LedgerEntry } from '../entry/ledger-entry.ts';
import { leafHash } from '../merkle/hash.ts';
import { verifyConsistency } from '../merkle/verify-consistency.ts';
import { verifyInclusion } from '../merkle/verify-inclusion.ts';
import { openCheckpoint } from '../note/open-checkpoint.ts';
import { parseVerifierKey } from '../note/verifier-key.ts';
import { createCrashStorage } from '../testing/crash-storage.ts';
import { sampleEntry, sampleProcesses, sampleSigner } from '../testing/sample-ledger.ts';
import { openSample } from '../testing/scripted-run.ts';
import type { LedgerEvent } from './ledger-event.ts';
import { type LedgerReader, openLedgerReader } from './ledger-reader.ts';
import { openLedger } from './open-ledger.ts';

const key = parseVerifierKey(sampleSigner().verifierKey);
const range = (from: number, to: number): LedgerEntry[] =>
  Array.from({ length: to - from }, (_, at) => sampleEntry(from + at));

describe('a ledger', () => {
  it('gives calls that overlap consecutive indices in their order, under one flush', async () => {
    const disk = createCrashStorage();
    const ledger = await openSample(disk.storage);
    const before = disk.steps.filter((step) => step === 'sync journal').length;
    const commits = await Promise.all([range(0, 3), range(3, 4), range(4, 9)].map((entries) => ledger.append(entries)));
    expect(commits.map(({ firstIndex, size }) => ({ firstIndex, size }))).toEqual([
      { firstIndex: 0, size: 9 },
      { firstIndex: 3, size: 9 },
      { firstIndex: 4, size: 9 },
    ]);
    expect(disk.steps.filter((step) => step === 'sync journal').length - before).toBe(1);
  });

  it('signs every commit', async () => {
    const ledger = await openSample(createCrashStorage().storage);
    for (const size of [1, 2]) {
      const { checkpoint, root } = await ledger.append([sampleEntry(size)]);
      expect(openCheckpoint(checkpoint, key).checkpoint).toMatchObject({ origin: 'example.org/log', size, root });
      expect([ledger.size, ledger.checkpoint]).toEqual([size, checkpoint]);
    }
  });

  it('refuses what is no entry, or refers forward, and goes on', async () => {
    const ledger = await openSample(createCrashStorage().storage);
    const first = ledger.append([sampleEntry(0)]);
    const forward = ledger.append([{ ...sampleEntry(0), refs: [1] }]);
    const back = ledger.append([
      { ...sampleEntry(0), refs: [0] },
      { ...sampleEntry(0), refs: [1] },
    ]);
    await first;
    await expect(forward).rejects.toMatchObject({ code: 'ledger/bad-reference' });
    expect(await back).toMatchObject({ firstIndex: 1, size: 3 });
    await expect(ledger.append([{ ...sampleEntry(0), actor: '' }])).rejects.toMatchObject({ code: 'ledger/bad-entry' });
    await expect(ledger.append([])).rejects.toMatchObject({ code: 'ledger/bad-entry' });
  });

  it('refuses a call that is too large for one commit, whole', async () => {
    const ledger = await openSample(createCrashStorage().storage);
    const large = { ...sampleEntry(1), detail: { text: 'a'.repeat(60_000) } };
    await expect(ledger.append(Array.from({ length: 80 }, () => large))).rejects.toMatchObject({
      code: 'ledger/commit-too-large',
    });
    expect(ledger.size).toBe(0);
  });

  it('splits calls that overlap into commits of bounded size', async () => {
    const disk = createCrashStorage();
    const ledger = await openSample(disk.storage);
    const large = { ...sampleEntry(1), detail: { text: 'a'.repeat(60_000) } };
    const calls = Array.from({ length: 4 }, () => ledger.append(Array.from({ length: 40 }, () => large)));
    const commits = await Promise.all(calls);
    expect(commits.map(({ firstIndex, size }) => [firstIndex, size])).toEqual(
      [0, 40, 80, 120].map((at) => [at, at + 40]),
    );
    await ledger.close();
  });

  it('refuses to be used after it was closed; closing twice is closing once', async () => {
    const ledger = await openSample(createCrashStorage().storage);
    const pending = ledger.append([sampleEntry(0)]);
    await Promise.all([ledger.close(), ledger.close()]);
    expect(await pending).toMatchObject({ size: 1 });
    await expect(ledger.append([sampleEntry(1)])).rejects.toMatchObject({ code: 'ledger/closed' });
    await expect(ledger.publish()).rejects.toMatchObject({ code: 'ledger/closed' });
  });

  it('publishes by itself when many entries wait, and removes partial tiles that a full one replaced', async () => {
    const disk = createCrashStorage();
    const events: LedgerEvent[] = [];
    const ledger = await openLedger({
      storage: disk.storage,
      signer: sampleSigner(),
      processes: sampleProcesses(),
      onEvent: (event) => events.push(event),
    });
    await ledger.append([sampleEntry(0)]);
    await ledger.publish();
    const entry = sampleEntry(1);
    await ledger.append(Array.from({ length: 16_384 }, () => entry));
    await ledger.append([entry]);
    expect(events).toEqual([
      { type: 'published', size: 1 },
      { type: 'published', size: 16_385 },
    ]);
    await ledger.close();
    expect(await disk.storage.list('tile/0/000.p')).toEqual([]);
    expect(await disk.storage.list('tile/0/064.p')).toEqual([
      { name: '1', kind: 'file' },
      { name: '2', kind: 'file' },
    ]);
  });

  it('is refused to another key', async () => {
    const { storage } = createCrashStorage();
    await (await openSample(storage)).close();
    const other = openLedger({ storage, signer: sampleSigner(9), processes: sampleProcesses() });
    await expect(other).rejects.toMatchObject({ code: 'ledger/wrong-key' });
  });

  it('puts its key back beside it where that is missing', async () => {
    const { storage } = createCrashStorage();
    await (await openSample(storage)).close();
    await storage.remove('verifier-key');
    await (await openSample(storage)).close();
    expect((await openLedgerReader(storage)).verifierKey).toBe(sampleSigner().verifierKey);
  });

  it('acknowledges entries whatever its listener throws', async () => {
    const ledger = await openLedger({
      storage: createCrashStorage().storage,
      signer: sampleSigner(),
      processes: sampleProcesses(),
      onEvent: () => {
        throw new Error('listener');
      },
    });
    const entry = sampleEntry(0);
    await ledger.append(Array.from({ length: 16_384 }, () => entry));
    expect(await ledger.append([entry])).toMatchObject({ size: 16_385 });
  });

  it('is refused where journal and tiles contradict each other, and its lock is given back', async () => {
    const one = createCrashStorage();
    const first = await openSample(one.storage);
    await first.append(range(0, 3));
    const journal = (await one.storage.read('journal', 100_000))!;
    await first.close();
    const two = createCrashStorage();
    const second = await openSample(two.storage);
    await second.append(range(12, 15));
    await second.close();
    await two.storage.write('journal', journal);
    await expect(openSample(two.storage)).rejects.toMatchObject({ code: 'ledger/contradiction' });
    expect(await two.storage.size('lock')).toBeUndefined();
  });

  it('is refused where a checkpoint is missing or a commit before the last is damaged', async () => {
    const disk = createCrashStorage();
    const ledger = await openSample(disk.storage);
    await ledger.append([sampleEntry(0)]);
    await ledger.append([sampleEntry(1)]);
    const journal = (await disk.storage.read('journal', 100_000))!;
    journal[30]! ^= 1;
    await disk.storage.write('journal', journal);
    await expect(openSample(disk.storage)).rejects.toMatchObject({ code: 'ledger/corrupt-journal' });
    await disk.storage.remove('checkpoint');
    await expect(openSample(disk.storage)).rejects.toMatchObject({ code: 'ledger/missing' });
  });
});

describe('a reader', () => {
  const published = 600;
  const size = 640;
  const entries = Array.from({ length: size }, (_, at) => sampleEntry(at));
  let folder: string;
  let reader: LedgerReader;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    const ledger = await openLedger({ storage: folder, signer: sampleSigner() });
    await ledger.append(entries.slice(0, published));
    await ledger.publish();
    await ledger.append(entries.slice(published));
    reader = await openLedgerReader(folder);
    await ledger.close();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('sees published entries and those of the journal, beside a writer', async () => {
    expect([reader.size, reader.origin, reader.verifierKey]).toEqual([
      size,
      'example.org/log',
      sampleSigner().verifierKey,
    ]);
    for (const index of [0, 255, 256, 599, 600, 639]) expect(await reader.entry(index)).toEqual(entries[index]);
    const read: LedgerEntry[] = [];
    for await (const entry of reader.entries(250, 620)) read.push(entry);
    expect(read).toEqual(entries.slice(250, 620));
  });

  it('proves inclusion in trees of every kind of size', async () => {
    for (const [index, asked] of [
      [0, 1],
      [0, size],
      [255, 256],
      [255, 257],
      [599, 600],
      [600, 601],
      [511, 613],
      [639, size],
    ] as const) {
      const claim = {
        leafHash: leafHash(encodeEntry(entries[index]!)),
        index,
        size: asked,
        proof: await reader.proveInclusion(index, asked),
        root: await reader.rootAt(asked),
      };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
    }
  });

  it('proves that it grew', async () => {
    for (const from of [1, 255, 256, 512, 600, 601, 639, 640]) {
      const fromRoot = await reader.rootAt(from);
      const proof = await reader.proveConsistency(from);
      expect(verifyConsistency({ fromSize: from, fromRoot, toSize: size, toRoot: reader.root, proof })).toBe(true);
    }
  });

  it('refuses what is not there', async () => {
    await expect(reader.entry(size)).rejects.toMatchObject({ code: 'ledger/no-entry' });
    await expect(openLedgerReader(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'ledger/no-ledger' });
    await expect(openLedgerReader(folder, { verifierKey: sampleSigner(9).verifierKey })).rejects.toMatchObject({
      code: 'ledger/bad-signature',
    });
  });
});
