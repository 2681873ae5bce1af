import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@bezoar/core';
import { encodeEntry } from '../entry/encode-entry.ts';
import { openLedgerReader } from '../log/ledger-reader.ts';
import { openLedger } from '../log/open-ledger.ts';
import { verifyLedger } from '../log/verification/verify-ledger.ts';
import { sampleEntry, sampleSigner } from './sample-ledger.ts';

/** The built child: a process cannot run TypeScript on Node 20. */
const CHILD = fileURLToPath(new URL('../../dist/testing/killed-writer.js', import.meta.url));

interface Line {
  readonly firstIndex: number;
  readonly first: number;
  readonly count: number;
  readonly checkpoint: string;
}

/** What so many kills came to. */
export interface KillReport {
  readonly acknowledged: number;
  readonly size: number;
  /** Openings that had to repair something. */
  readonly repairs: number;
  readonly faults: readonly string[];
}

/**
 * Starts writers on one ledger and kills each with SIGKILL after a random number of acknowledgements. After each, the ledger is
 * opened and closed, verified against the last checkpoint that was acknowledged, and searched for every acknowledged entry.
 */
export async function killWriters(folder: string, kills: number, seed: string): Promise<KillReport> {
  const random = seededRandom(seed);
  const { verifierKey } = sampleSigner();
  const lines: Line[] = [];
  const faults: string[] = [];
  let repairs = 0;
  let size = 0;
  for (let kill = 0; kill < kills; kill++) {
    const before = lines.length;
    await killAfter(spawn(process.execPath, [CHILD, folder, `${seed} ${kill}`]), random.integer(12), lines);
    const ledger = await openLedger({
      storage: folder,
      signer: sampleSigner(),
      onEvent: ({ type }) => {
        if (type === 'replayed' || type === 'recovered') repairs++;
      },
    });
    await ledger.close();
    const reader = await openLedgerReader(folder, { verifierKey });
    ({ size } = reader);
    for (const line of kill === kills - 1 ? lines : lines.slice(before)) {
      for (let offset = 0; offset < line.count; offset++) {
        const expected = encodeEntry({ ...sampleEntry(line.first + offset), refs: [] });
        const index = line.firstIndex + offset;
        if (index < size && Buffer.compare(await reader.entryBytes(index), expected) === 0) continue;
        faults.push(`kill ${kill}: entry ${index} was acknowledged and is lost`);
      }
    }
    const keptCheckpoints = lines.slice(-1).map(({ checkpoint }) => checkpoint);
    const { problems } = await verifyLedger(folder, { verifierKey, keptCheckpoints });
    for (const { code, message } of problems) faults.push(`kill ${kill}: ${code}: ${message}`);
  }
  const acknowledged = lines.reduce((sum, { count }) => sum + count, 0);
  return { acknowledged, size, repairs, faults };
}

/** Reads acknowledgements into `lines`, kills the child after `count` of them, and returns once it is dead and its pipe empty. */
async function killAfter(child: ChildProcess, count: number, lines: Line[]): Promise<void> {
  let seen = 0;
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = once(child, 'close');
  for await (const text of createInterface({ input: child.stdout! })) {
    const line = JSON.parse(text) as Line | { readonly ready: true };
    if ('firstIndex' in line) lines.push(line);
    if (seen++ >= count) child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${errors}`);
}
