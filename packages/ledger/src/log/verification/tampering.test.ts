import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@bezoar/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { putEvidence } from '../../evidence/evidence-store.ts';
import { createCrashStorage } from '../../testing/crash-storage.ts';
import type { DiskImage } from '../../testing/disk-image.ts';
import { sampleEntry, sampleSigner } from '../../testing/sample-ledger.ts';
import { appendSamples, openSample } from '../../testing/scripted-run.ts';
import type { LedgerVerification } from './verification.ts';
import { verifyLedger } from './verify-ledger.ts';

const { verifierKey } = sampleSigner();

/** A log published at each of these sizes; the rest stays in the journal where `isOpen`. */
async function logOf(sizes: readonly number[], journal = 0): Promise<DiskImage> {
  const disk = createCrashStorage();
  const ledger = await openSample(disk.storage);
  let next = 0;
  const append = async (count: number): Promise<void> => {
    await ledger.append(Array.from({ length: count }, (_, at) => sampleEntry(next + at)));
    next += count;
  };
  for (const size of sizes) {
    await append(size - next);
    await ledger.publish();
  }
  if (journal === 0) await ledger.close();
  else {
    await append(journal - 1);
    await append(1);
    await disk.storage.remove('lock');
  }
  return disk.cutPower('everything');
}

function verify(image: DiskImage, keptCheckpoints: readonly string[] = []): Promise<LedgerVerification> {
  return verifyLedger(createCrashStorage(image).storage, { verifierKey, keptCheckpoints });
}

async function codesOf(image: DiskImage, kept?: readonly string[]): Promise<readonly string[]> {
  return [...new Set((await verify(image, kept)).problems.map(({ code }) => code))];
}

function withFile(image: DiskImage, path: string, change: (bytes: Buffer) => Uint8Array | undefined): DiskImage {
  const changed = new Map(image);
  const bytes = image.get(path);
  if (bytes === undefined || bytes === 'folder') throw new Error(`no file \`${path}\``);
  const result = change(Buffer.from(bytes));
  if (result === undefined) changed.delete(path);
  else changed.set(path, result);
  return changed;
}

function flipped(image: DiskImage, path: string, at: number, mask = 1): DiskImage {
  return withFile(image, path, (bytes) => {
    bytes[at]! ^= mask;
    return bytes;
  });
}

function filesOf(image: DiskImage): readonly (readonly [path: string, bytes: Uint8Array])[] {
  return [...image].flatMap(([path, content]) => (content === 'folder' ? [] : [[path, content] as const]));
}

function entriesOf(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + Buffer.from(bundle).readUInt16BE(at);
    entries.push(bundle.subarray(at, end));
    at = end;
  }
  return entries;
}

describe('a small log, published twice, with commits in its journal', () => {
  let image: DiskImage;
  beforeAll(async () => {
    image = await logOf([1, 3], 2);
  });

  it('verifies', async () => {
    const { problems, size, journalEntries } = await verify(image);
    expect({ problems, size, journalEntries }).toEqual({ problems: [], size: 5, journalEntries: 2 });
  });

  it('shows every flipped byte of every file', async () => {
    const random = seededRandom('flip');
    const silent: string[] = [];
    for (const [path, bytes] of filesOf(image)) {
      for (let at = 0; at < bytes.length; at++) {
        const { problems } = await verify(flipped(image, path, at, 1 << random.integer(8)));
        if (problems.length === 0) silent.push(`${path} at ${at}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it('shows every missing and every cut file', async () => {
    for (const [path, bytes] of filesOf(image)) {
      // Former partial tiles may go once a larger one is there (C2SP tlog-tiles), and an emptied journal is a roll-back.
      const mayGo = path.endsWith('.p/1') || path === 'journal';
      expect({ path, isSilent: (await codesOf(withFile(image, path, () => undefined))).length === 0 }).toEqual({
        path,
        isSilent: mayGo,
      });
      for (const length of [bytes.length - 1, bytes.length >> 1, 1]) {
        expect(await codesOf(withFile(image, path, (all) => all.subarray(0, length)))).not.toEqual([]);
      }
    }
  });

  it('shows a file, a folder or a tile that does not belong to it', async () => {
    for (const path of [
      'notes.txt',
      'tile/0/notes',
      'tile/0/000.p/9',
      'tile/entries/001',
      'tile/64/000',
      'journal.torn-1',
    ]) {
      expect(await codesOf(new Map([...image, ['tile/64', 'folder'], [path, new Uint8Array(32)]]))).toEqual([
        'ledger/unexpected-file',
      ]);
    }
    expect(await codesOf(new Map([...image, ['tile/0/000.p/4', new Uint8Array(32 * 4)]]))).toEqual([
      'ledger/altered-tile',
    ]);
  });

  it('shows a journal that was cut at a commit only to who kept a checkpoint', async () => {
    const kept = (await verify(image)).checkpoint;
    const emptied = withFile(image, 'journal', () => new Uint8Array(0));
    expect(await codesOf(emptied)).toEqual([]);
    expect(await codesOf(emptied, [kept])).toEqual(['ledger/rolled-back']);
  });

  it('calls a damaged last commit torn and an earlier one corrupt', async () => {
    const journal = image.get('journal') as Uint8Array;
    expect(await codesOf(flipped(image, 'journal', journal.length - 20))).toEqual(['ledger/torn-tail']);
    expect(await codesOf(flipped(image, 'journal', 40))).toContain('ledger/corrupt-journal');
  });
});

describe('a larger log', () => {
  let image: DiskImage;
  let older: DiskImage;
  const bundle = 'tile/entries/000';
  beforeAll(async () => {
    older = await logOf([200, 300]);
    image = await logOf([200, 300, 530]);
  });

  it('verifies, and extends its own older checkpoints', async () => {
    const { checkpoint } = await verify(older);
    const { problems, keptAgreed } = await verify(image, [checkpoint]);
    expect({ problems, keptAgreed }).toEqual({ problems: [], keptAgreed: 1 });
  });

  it('shows flipped bytes wherever they are', async () => {
    const random = seededRandom('larger');
    const silent: string[] = [];
    for (const [path, bytes] of filesOf(image)) {
      for (let sample = 0; sample < 6 && bytes.length > 0; sample++) {
        const at = random.integer(bytes.length);
        if ((await verify(flipped(image, path, at, 1 << random.integer(8)))).problems.length === 0) {
          silent.push(`${path} at ${at}`);
        }
      }
    }
    expect(silent).toEqual([]);
  });

  it('names the altered entry', async () => {
    const at = entriesOf(image.get(bundle) as Uint8Array)
      .slice(0, 17)
      .reduce((sum, { length }) => sum + length, 0);
    const { problems } = await verify(flipped(image, bundle, at + 20));
    expect(problems.map(({ code, index }) => ({ code, index }))).toEqual([{ code: 'ledger/altered-entry', index: 17 }]);
  });

  it('names the altered tile', async () => {
    const { problems } = await verify(flipped(image, 'tile/0/001', 32 * 9));
    expect(problems[0]).toMatchObject({ code: 'ledger/altered-tile', message: expect.stringContaining('tile/0/001') });
  });

  it.each<[string, (entries: Uint8Array[]) => Uint8Array[]]>([
    ['dropped', (entries) => entries.toSpliced(7, 1)],
    ['doubled', (entries) => entries.toSpliced(7, 0, entries[7]!)],
    ['swapped', (entries) => entries.with(7, entries[8]!).with(8, entries[7]!)],
    ['replaced by another', (entries) => entries.with(7, entries[100]!)],
  ])('shows an entry that was %s', async (_, change) => {
    const changed = withFile(image, bundle, (bytes) => Buffer.concat(change(entriesOf(bytes))));
    expect(await codesOf(changed)).toContain('ledger/altered-entry');
  });

  it('shows an older copy put in its place only to who kept a checkpoint', async () => {
    const kept = (await verify(image)).checkpoint;
    expect(await codesOf(older)).toEqual([]);
    expect(await codesOf(older, [kept])).toEqual(['ledger/rolled-back']);
  });

  it('shows an older checkpoint put beside newer tiles', async () => {
    const checkpoint = older.get('checkpoint') as Uint8Array;
    expect(await codesOf(withFile(image, 'checkpoint', () => checkpoint))).not.toEqual([]);
  });

  it('shows another history under the same key only to who kept a checkpoint', async () => {
    const kept = (await verify(older)).checkpoint;
    const disk = createCrashStorage();
    const ledger = await openSample(disk.storage);
    await appendSamples(
      ledger,
      Array.from({ length: 310 }, (_, at) => 1000 + at),
      [],
    );
    await ledger.close();
    const other = disk.cutPower('everything');
    expect(await codesOf(other)).toEqual([]);
    expect(await codesOf(other, [kept])).toEqual(['ledger/rolled-back']);
  });

  it('refuses a log of another key', async () => {
    const { problems } = await verifyLedger(createCrashStorage(image).storage, {
      verifierKey: sampleSigner(8).verifierKey,
    });
    expect(problems.map(({ code }) => code)).toEqual(['ledger/wrong-key', 'ledger/bad-signature']);
  });
});

describe('a log that grows while it is verified', () => {
  it('verifies as it was', async () => {
    const { storage } = createCrashStorage(await logOf([250]));
    const ledger = await openSample(storage);
    let grew = 0;
    const growing: typeof storage = {
      ...storage,
      list: async (folder) => {
        if (folder === 'tile' && grew++ === 0) {
          await appendSamples(ledger, [1, 2, 3, 4, 5, 6, 7, 8], []);
          await ledger.publish();
        }
        return storage.list(folder);
      },
    };
    expect(await verifyLedger(growing, { verifierKey })).toMatchObject({ problems: [], size: 250 });
    expect(grew).toBeGreaterThan(0);
    expect(await verifyLedger(storage, { verifierKey })).toMatchObject({ problems: [], size: 258 });
  });
});

describe('a verification', () => {
  it('stops when it is asked to', async () => {
    const { storage } = createCrashStorage(await logOf([300]));
    const signal = AbortSignal.abort(new Error('asked to'));
    await expect(verifyLedger(storage, { verifierKey, signal })).rejects.toThrow('asked to');
  });

  it('tells how far it is', async () => {
    const { storage } = createCrashStorage(await logOf([300]));
    const seen: number[] = [];
    await verifyLedger(storage, { verifierKey, onEvent: ({ entries, total }) => seen.push(entries, total) });
    expect(seen).toEqual([300, 300]);
  });
});

describe('documents that entries point at', () => {
  it('are counted as present, missing or altered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
    try {
      const documents = ['one', 'two', 'three'].map((text) => Buffer.from(text));
      const disk = createCrashStorage();
      const ledger = await openSample(disk.storage);
      for (const document of documents) {
        const digest = await putEvidence(folder, document);
        const payload = { mediaType: 'text/plain', sha256: digest, size: document.length };
        await ledger.append([{ ...sampleEntry(0), payload }]);
        const path = join(folder, 'sha256', digest.slice(0, 2), digest);
        if (document === documents[1]) writeFileSync(path, 'TWO');
        if (document === documents[2]) rmSync(path);
      }
      await ledger.close();
      const { evidence, problems } = await verifyLedger(disk.storage, { verifierKey, evidence: folder });
      expect(evidence).toEqual({ present: 1, missing: 1, altered: 1 });
      expect(problems.map(({ code, index }) => ({ code, index }))).toEqual([
        { code: 'ledger/altered-evidence', index: 1 },
        { code: 'ledger/missing-evidence', index: 2 },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a damaged last commit', () => {
  it('that the next writer cuts off leaves its bytes and an entry about them', async () => {
    const image = await logOf([5], 3);
    const journal = image.get('journal') as Uint8Array;
    const disk = createCrashStorage(flipped(image, 'journal', journal.length - 30));
    const ledger = await openSample(disk.storage);
    expect(ledger.size).toBe(8);
    await ledger.close();
    const after = disk.cutPower('everything');
    expect(await codesOf(after)).toEqual([]);
    expect(await codesOf(after, [(await verify(image)).checkpoint])).toEqual(['ledger/rolled-back']);
    expect(await codesOf(flipped(after, 'journal.torn-1', 3))).toEqual(['ledger/altered-torn-piece']);
    expect(await codesOf(withFile(after, 'journal.torn-1', () => undefined))).toEqual(['ledger/missing']);
  });
});
