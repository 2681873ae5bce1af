import { BezoarError, type Sha256 } from '@bezoar/core';
import { isSameHash } from '../../merkle/hash.ts';
import type { Storage } from '../../storage/storage.ts';
import { UNFINISHED_FOLDER } from '../../storage/write-atomically.ts';
import { parseShardFile, SUMMARY_FILE, storageAt } from '../files/shard-layout.ts';
import { type CorpusSummary, readCorpusSummary } from '../files/shard-summary.ts';
import { openShardTree } from '../tree/shard-tree.ts';
import { checkShard } from './check-shard.ts';
import { createShardProblems, type ShardProblem, type ShardProblems } from './shard-problem.ts';

/** Erased records that are named; all are counted. */
export const MAX_LISTED_ERASED = 10_000;

/** Progress of a verification. */
export interface ShardsVerifyEvent {
  readonly type: 'progress';
  readonly records: number;
  readonly total: number;
}

/** How shards are verified. */
export interface VerifyShardsOptions {
  /** Size and root from a signed checkpoint: without them the shards are only compared with themselves. */
  readonly expected?: { readonly size: number; readonly root: Uint8Array };
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ShardsVerifyEvent) => void;
}

/** What a verification found. Nothing is wrong exactly if `problems` is empty. */
export interface ShardsVerification {
  /** Records, and the root over them; 0 and empty where `shards.json` cannot be read. */
  readonly size: number;
  readonly rootHex: Sha256;
  readonly shards: number;
  /**
   * Records whose row was erased, and the first `MAX_LISTED_ERASED` of them. Whoever can write to the folder can erase: compare
   * them with the decisions that asked for it.
   */
  readonly erased: number;
  readonly erasedIndices: readonly number[];
  /** At most `MAX_SHARD_PROBLEMS`, and one more that says so. */
  readonly problems: readonly ShardProblem[];
}

/**
 * Rehashes everything: rows against leaves, leaves against tiles, tiles against roots, and that the index leads to every row by
 * its digest, id and account. Entries of the index for texts cannot be recomputed: a checksum guards them against accidents only.
 * Memory: one shard at a time. Damage is listed, not thrown; an aborted `signal` throws its reason.
 */
export async function verifyShards(
  folder: string | Storage,
  options: VerifyShardsOptions = {},
): Promise<ShardsVerification> {
  const storage = storageAt(folder);
  const problems = createShardProblems();
  const summary = await attempt(problems, () => readCorpusSummary(storage));
  const erasedIndices: number[] = [];
  let erased = 0;
  if (summary !== undefined) {
    await attempt(problems, () => openShardTree(storage, summary));
    checkExpected(summary, options.expected, problems);
    let records = 0;
    for (const [shard, shardSummary] of summary.shards.entries()) {
      options.signal?.throwIfAborted();
      await checkShard({
        storage,
        shard,
        summary: shardSummary,
        recordsPerShard: summary.recordsPerShard,
        report: problems.add,
        onErased: (leafIndex) => {
          erased += 1;
          if (erasedIndices.length < MAX_LISTED_ERASED) erasedIndices.push(leafIndex);
        },
      });
      records += shardSummary.records;
      options.onEvent?.({ type: 'progress', records, total: summary.size });
    }
    await attempt(problems, () => checkNames(storage, summary.shards.length, problems));
  } else if (problems.list.length === 0) {
    problems.add({ code: 'shards/missing', message: `\`${SUMMARY_FILE}\` is missing` });
  }
  return {
    size: summary?.size ?? 0,
    rootHex: summary?.root ?? '',
    shards: summary?.shards.length ?? 0,
    erased,
    erasedIndices,
    problems: problems.list,
  };
}

async function attempt<T>(problems: ShardProblems, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    problems.add({ code: error.code as ShardProblem['code'], message: error.message });
    return undefined;
  }
}

function checkExpected(
  summary: CorpusSummary,
  expected: VerifyShardsOptions['expected'],
  problems: ShardProblems,
): void {
  if (expected === undefined) return;
  if (summary.size === expected.size && isSameHash(Buffer.from(summary.root, 'hex'), expected.root)) return;
  const root = Buffer.from(expected.root).toString('hex');
  const message = `expected ${expected.size} records with the root ${root}, got ${summary.size} with ${summary.root}`;
  problems.add({ code: 'shards/altered-summary', message });
}

async function checkNames(storage: Storage, shards: number, problems: ShardProblems): Promise<void> {
  const names = (await storage.list('')).map(({ name }) => name);
  const unfinished = (await storage.list(UNFINISHED_FOLDER)).map(({ name }) => `${UNFINISHED_FOLDER}/${name}`);
  for (const name of [...names, ...unfinished]) {
    const file = parseShardFile(name);
    const isKnown = name === SUMMARY_FILE || name === UNFINISHED_FOLDER || (file !== undefined && file.shard < shards);
    if (!isKnown) problems.add({ code: 'shards/unexpected-file', message: `\`${name}\` belongs to no shard` });
  }
}
