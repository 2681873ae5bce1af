import { fixedClock } from '@bezoar/core';
import { encodeEntry } from '../entry/encode-entry.ts';
import type { ProcessTable } from '../lock/process-identity.ts';
import { openLedgerReader } from '../log/ledger-reader.ts';
import { type Commit, type Ledger, openLedger } from '../log/open-ledger.ts';
import { verifyLedger } from '../log/verification/verify-ledger.ts';
import type { Storage } from '../storage/storage.ts';
import { sampleEntry, sampleProcesses, sampleSigner } from './sample-ledger.ts';

/** What a run was told is durable. */
export interface Acknowledged {
  readonly commit: Commit;
  /** Numbers of the sample entries, in the order in which they were appended. */
  readonly samples: readonly number[];
}

const SIGNER = sampleSigner();

/** Opens the sample ledger without waiting or sleeping. */
export function openSample(storage: Storage, processes: ProcessTable = sampleProcesses()): Promise<Ledger> {
  return openLedger({
    storage,
    signer: SIGNER,
    processes,
    clock: fixedClock(1_750_000_000_000),
    lockTimeoutMs: 0,
    pause: async () => {},
  });
}

/** Appends sample entries without references, and notes what was acknowledged. */
export async function appendSamples(
  ledger: Ledger,
  samples: readonly number[],
  acknowledged: Acknowledged[],
): Promise<void> {
  const entries = samples.map((sample) => ({ ...sampleEntry(sample), refs: [] }));
  acknowledged.push({ commit: await ledger.append(entries), samples });
}

/**
 * A run with everything in it that touches the disk: single and shared commits, publications with and without new full tiles, a
 * close, and a second opening. Stops where the disk stops it; what was acknowledged until then is in `acknowledged`.
 */
export async function runScript(storage: Storage, acknowledged: Acknowledged[]): Promise<void> {
  const first = await openSample(storage);
  await appendSamples(first, [1, 2, 3], acknowledged);
  await Promise.all([appendSamples(first, [4], acknowledged), appendSamples(first, [5, 6], acknowledged)]);
  await first.publish();
  await appendSamples(first, [7], acknowledged);
  await first.close();
  const second = await openSample(storage);
  await appendSamples(second, [8, 9], acknowledged);
  await second.publish();
  await appendSamples(second, [10], acknowledged);
}

/**
 * What is wrong with a disk after a run: an acknowledged entry that is gone or another, a checkpoint that the log does not extend,
 * a log that does not open, take an entry, close and verify. Empty if nothing is.
 */
export async function faultsAfter(storage: Storage, acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  try {
    // Another process number: the one that wrote before is gone.
    const ledger = await openSample(storage, sampleProcesses(2));
    await appendSamples(ledger, [99], []);
    await ledger.close();
  } catch (error) {
    return [`does not open and take an entry: ${String(error)}`];
  }
  const faults: string[] = [];
  const reader = await openLedgerReader(storage, { verifierKey: SIGNER.verifierKey });
  for (const { commit, samples } of acknowledged) {
    for (const [offset, sample] of samples.entries()) {
      const index = commit.firstIndex + offset;
      const expected = encodeEntry({ ...sampleEntry(sample), refs: [] });
      const found = index < reader.size ? await reader.entryBytes(index) : new Uint8Array(0);
      if (Buffer.compare(found, expected) !== 0) faults.push(`entry ${index} was acknowledged and is lost`);
    }
  }
  // The last one covers what the others cover: the entries themselves are compared above.
  const keptCheckpoints = acknowledged.slice(-1).map(({ commit }) => commit.checkpoint);
  const { problems } = await verifyLedger(storage, { verifierKey: SIGNER.verifierKey, keptCheckpoints });
  return [...faults, ...problems.map(({ code, message }) => `${code}: ${message}`)];
}
