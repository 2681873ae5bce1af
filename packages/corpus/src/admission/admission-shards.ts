import { BezoarError } from '@bezoar/core';
import { openShardReader, openShardWriter, type ProvenanceRow, type ShardSummary } from '@bezoar/ledger';

/** The shards of an admission: being written, or already complete where the run before was cut off after them. */
export interface AdmissionShards {
  /** Records that are durable already. */
  readonly size: number;
  append(row: ProvenanceRow, texts: readonly string[]): Promise<void> | undefined;
  finish(): Promise<{ readonly size: number; readonly rootHex: string; readonly shards: readonly ShardSummary[] }>;
  close(): Promise<void>;
}

/** Opens the shards of an admission, whatever state a former run left them in. */
export async function openAdmissionShards(folder: string): Promise<AdmissionShards> {
  try {
    return await openShardWriter(folder);
  } catch (error) {
    if (!(error instanceof BezoarError) || error.code !== 'shards/finished') throw error;
  }
  const reader = await openShardReader(folder);
  const { size, rootHex, shards } = reader;
  return {
    size,
    append: () => {
      throw new BezoarError('admit/input-changed', `expected ${size} admitted records, as the complete shards hold`);
    },
    finish: async () => ({ size, rootHex, shards }),
    close: async () => undefined,
  };
}
