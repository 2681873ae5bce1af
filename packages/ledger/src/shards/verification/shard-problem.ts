import type { ShardDamageCode } from '../files/shard-error.ts';

/** What can be wrong with a folder of shards. Codes are never renamed or reused. */
export type ShardProblemCode =
  | ShardDamageCode
  /** A leaf that is below the root, and whose bytes are not a row. */
  | 'shards/bad-row'
  /** An entry of the index leads to a row that was erased: an erasure was interrupted. The same erasure again completes it. */
  | 'shards/unfinished-erasure'
  /** A file that belongs to no corpus of this size; it may hold what was to be erased. */
  | 'shards/unexpected-file'
  /** The disk refused a read, so that something was not checked. */
  | 'ledger/io'
  /** More problems than are listed. */
  | 'shards/more-problems';

/** One thing that is wrong. */
export interface ShardProblem {
  readonly code: ShardProblemCode;
  readonly message: string;
  /** Where it is about one shard, or one record. */
  readonly shard?: number;
  readonly leafIndex?: number;
}

/** Problems that are listed; hostile files could make one for each record (CWE-770). */
export const MAX_SHARD_PROBLEMS = 1000;

/** A list that stops growing. */
export interface ShardProblems {
  readonly list: readonly ShardProblem[];
  add(problem: ShardProblem): void;
}

/** Starts an empty list. */
export function createShardProblems(): ShardProblems {
  const list: ShardProblem[] = [];
  return {
    list,
    add: (problem) => {
      if (list.length < MAX_SHARD_PROBLEMS) list.push(problem);
      else if (list.length === MAX_SHARD_PROBLEMS) {
        list.push({ code: 'shards/more-problems', message: `more than ${MAX_SHARD_PROBLEMS} problems` });
      }
    },
  };
}
