import { execFileSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { BezoarError } from '@bezoar/core';
import { openLedgerReader } from '../log/ledger-reader.ts';
import { openLedger } from '../log/open-ledger.ts';
import { verifyLedger } from '../log/verification/verify-ledger.ts';
import { sampleEntry, sampleSigner } from './sample-ledger.ts';

// A process that mounts a small file system on a folder and appends until it is full: `node full-disk-writer.js FOLDER`. Then it
// closes, verifies, makes room, goes on and verifies again. Writes one JSON line with what came of each step. Started where it may
// mount, in a mount namespace of its own, so that nothing is left behind however it ends.

/** What the process reports. */
export interface FullDiskReport {
  /** Codes of failed appends, publications and of closing. */
  readonly appendCodes: readonly string[];
  readonly publishCodes: readonly string[];
  readonly closeCode: string;
  readonly acknowledged: number;
  /** Problems that `verifyLedger` found with the disk full, and after it went on. */
  readonly problemsWhenFull: readonly string[];
  readonly problemsAfterwards: readonly string[];
  readonly sizeAfterwards: number;
}

const [folder = ''] = process.argv.slice(2);
const signer = sampleSigner();
const at = join(folder, 'ledger');
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1024k', 'tmpfs', folder]);

const codeOf = (error: unknown): string => (error instanceof BezoarError ? error.code : String(error));
const appendCodes = new Set<string>();
const publishCodes = new Set<string>();
const ledger = await openLedger({ storage: at, signer });
const checkpoints: string[] = [];
const WANTED_REFUSALS = 20;
/** A megabyte holds fewer entries of a kilobyte than this. */
const MAX_ENTRIES = 5000;
for (let sample = 0, refused = 0; refused < WANTED_REFUSALS && sample < MAX_ENTRIES; sample++) {
  const entry = { ...sampleEntry(sample), refs: [], detail: { text: 'a'.repeat((sample * 37) % 2000) } };
  try {
    checkpoints.push((await ledger.append([entry])).checkpoint);
  } catch (error) {
    appendCodes.add(codeOf(error));
    refused++;
  }
  if (sample % 10 === 9) await ledger.publish().catch((error: unknown) => publishCodes.add(codeOf(error)));
}
const closeCode = await ledger.close().then(() => 'none', codeOf);
const keptCheckpoints = checkpoints.slice(-1);
const verify = async (): Promise<readonly string[]> => {
  const { problems } = await verifyLedger(at, { verifierKey: signer.verifierKey, keptCheckpoints });
  return problems.map(({ message }) => message);
};
const problemsWhenFull = await verify();
execFileSync('mount', ['-o', 'remount,size=8192k', folder]);
const again = await openLedger({ storage: at, signer });
await again.append([{ ...sampleEntry(0), refs: [] }]);
await again.close();
const report: FullDiskReport = {
  appendCodes: [...appendCodes],
  publishCodes: [...publishCodes],
  closeCode,
  acknowledged: checkpoints.length,
  problemsWhenFull,
  problemsAfterwards: await verify(),
  sizeAfterwards: (await openLedgerReader(at)).size,
};
writeSync(1, `${JSON.stringify(report)}\n`);
