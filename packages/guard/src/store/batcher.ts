import { BezoarError } from '@bezoar/core/actions';
import type { Operation, OperationResult } from './apply/operation.ts';
import { runBatch } from './apply/run-batch.ts';
import type { GuardStore } from './guard-store.ts';

/** Most operations of one transaction: beyond it the cost of an operation no longer falls, and the first one waits longer. */
export const MAX_BATCH = 256;

/** Most operations that wait. More are turned away at once, which is a denial (CWE-770). */
export const MAX_WAITING = 10_000;

/** Attempts at a transaction that another one got in the way of. */
export const MAX_ATTEMPTS = 5;

/** A store's fault that goes away by itself: another writer was in the way, and nothing was written. */
export class StoreBusy extends Error {
  override readonly name: string = 'StoreBusy';
}

/** A transaction that the store, which still answers, did not take. */
class NothingWritten extends Error {
  override readonly name: string = 'NothingWritten';
}

/** One writer in front of a store: what arrives while a transaction runs shares the next one. */
export interface Batcher {
  /** What came of the operation, durable. Rejects where it did not happen, or nobody knows. */
  submit(operation: Operation): Promise<OperationResult>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly operation: Operation;
  readonly resolve: (result: OperationResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Batches operations. A transaction is repeated only where it certainly was not committed, or where the store answers
 * that its receipts are missing. One operation that a store cannot take fails alone.
 */
export function createBatcher(
  store: GuardStore,
  options: { readonly maxBatch?: number; readonly sleep?: (ms: number) => Promise<void> } = {},
): Batcher {
  const { maxBatch = MAX_BATCH, sleep = wait } = options;
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxBatch);
      await settleBatch(batch);
    }
    running = undefined;
  };
  const settleBatch = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const results = await attempt(batch.map(({ operation }) => operation));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
    } catch (error) {
      // Alone only where the store is there and took nothing: then one operation is at fault, and the others are not.
      if (batch.length > 1 && error instanceof NothingWritten) for (const one of batch) await settleBatch([one]);
      else for (const { reject } of batch) reject(error);
    }
  };
  const attempt = async (operations: readonly Operation[]): Promise<OperationResult[]> => {
    for (let tries = 1; ; tries++) {
      let witness: string | undefined;
      try {
        return await runBatch(store, operations, ([first]) => {
          witness = first?.id;
        });
      } catch (error) {
        if (!(error instanceof StoreBusy)) {
          // INVARIANT: all receipts of a batch are committed or none, so that one stands for all. Where none was to be
          // written, it only asks whether the store is there.
          if (await store.hasReceipt(witness ?? operations[0]!.receiptId)) throw committedUnseen(error);
          throw new NothingWritten('the store refused the transaction', { cause: error });
        }
        if (tries >= MAX_ATTEMPTS) throw error;
        await sleep(2 ** tries);
      }
    }
  };

  return {
    submit: (operation) => {
      if (waiting.length >= MAX_WAITING) {
        return Promise.reject(
          new BezoarError('guard/overloaded', `expected at most ${MAX_WAITING} waiting operations`),
        );
      }
      const result = new Promise<OperationResult>((resolve, reject) => waiting.push({ operation, resolve, reject }));
      // Not at once: what the caller submits in the same turn belongs to the same batch.
      running ??= Promise.resolve().then(work);
      return result;
    },
    drain: async () => {
      while (running !== undefined) await running;
    },
  };
}

function committedUnseen(cause: unknown): BezoarError {
  return new BezoarError('guard/store-failed', 'the connection was lost at the commit, which took place', { cause });
}

async function wait(ms: number): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
