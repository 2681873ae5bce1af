import { BezoarError, describeError } from '@bezoar/core';
import { MAX_COMMIT_BYTES, MAX_FRAME_ENTRIES, MAX_JOURNAL_BYTES } from '../../journal/frame.ts';
import type { Lock } from '../../lock/acquire-lock.ts';
import type { NoteSigner } from '../../note/note-signer.ts';
import type { GrowingFile, Storage } from '../../storage/storage.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import { JOURNAL_FILE } from '../ledger-files.ts';
import type { Ledger } from '../open-ledger.ts';
import type { RecoveredLedger } from '../recovery/recover-ledger.ts';
import { type AppendRequest, createAppendRequest } from './append-request.ts';
import { type CommittedState, commitEntries } from './commit-entries.ts';
import { publishTree } from './publish-tree.ts';

/** Entries that wait in the journal before tiles are written by themselves: 64 full tiles, so that most files are final. */
export const PUBLISH_ENTRIES = 16_384;
/** Bytes that wait in the journal before tiles are written by themselves. They are also held in memory. */
export const PUBLISH_BYTES: number = 16 * 1024 * 1024;
/** Bytes of entries that may wait for their turn; beyond, `append` refuses (CWE-770). */
export const MAX_WAITING_BYTES: number = 64 * 1024 * 1024;

/** What a writer starts from. */
export interface WriterOptions {
  readonly storage: Storage;
  readonly signer: NoteSigner;
  readonly lock: Lock;
  readonly onEvent: (event: LedgerEvent) => void;
  readonly recovered: RecoveredLedger;
}

/** The writer behind `openLedger`: a queue of appends, and one thing at a time on the disk. */
export async function createWriter(options: WriterOptions): Promise<Ledger> {
  const { storage, signer, lock, recovered } = options;
  const file = await storage.openGrowing(JOURNAL_FILE);
  const state: CommittedState = {
    frontier: recovered.frontier,
    checkpoint: recovered.checkpoint,
    journalBytes: file.openedLength,
    entries: [...recovered.entries],
    leafHashes: [...recovered.leafHashes],
  };
  const waiting: AppendRequest[] = [];
  let waitingBytes = 0;
  let { edge } = recovered;
  let failure: BezoarError | undefined;
  let closing: Promise<void> | undefined;
  /** Ends when nothing is under way on the disk. */
  let turn: Promise<void> = Promise.resolve();
  let isScheduled = false;
  // After a failed attempt the next one waits for as much again, so that a full disk does not slow every commit down.
  let publishAt = { entries: PUBLISH_ENTRIES, bytes: PUBLISH_BYTES };

  const onEvent = (event: LedgerEvent): void => {
    try {
      options.onEvent(event);
    } catch {
      // A listener that fails must not keep an entry from its acknowledgement.
    }
  };

  /** Runs work after everything that was asked for before. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.then(
      () => {},
      () => {},
    );
    return result;
  };

  const noted = (error: unknown): BezoarError => {
    const reported = asBezoarError(error);
    if (isFinal(reported)) failure ??= poisoned(reported);
    return reported;
  };

  const takeBatch = (): AppendRequest[] => {
    const batch: AppendRequest[] = [];
    let bytes = 0;
    let entries = 0;
    while (waiting.length > 0) {
      const next = waiting[0]!;
      bytes += next.bytes;
      entries += next.entries.length;
      if (batch.length > 0 && (bytes > MAX_COMMIT_BYTES || entries > MAX_FRAME_ENTRIES)) break;
      batch.push(next);
      waiting.shift();
      waitingBytes -= next.bytes;
    }
    return batch;
  };

  const commitBatch = async (batch: readonly AppendRequest[]): Promise<void> => {
    const accepted: { readonly request: AppendRequest; readonly firstIndex: number }[] = [];
    let next = state.frontier.size;
    for (const request of batch) {
      const fault = failure ?? request.faultAt(next);
      if (fault !== undefined) request.reject(fault);
      else {
        accepted.push({ request, firstIndex: next });
        next += request.entries.length;
      }
    }
    if (accepted.length === 0) return;
    try {
      if (state.journalBytes > MAX_JOURNAL_BYTES - 2 * MAX_COMMIT_BYTES) await publishNow();
      const entries = accepted.flatMap(({ request }) => request.entries);
      await commitEntries({ storage, file, lock, signer, state, entries });
    } catch (error) {
      const reported = noted(error);
      for (const { request } of accepted) request.reject(reported);
      return;
    }
    const { size, root, note } = state.checkpoint;
    for (const { request, firstIndex } of accepted)
      request.resolve({ firstIndex, size, root: root.slice(), checkpoint: note });
  };

  const publishNow = async (): Promise<void> => {
    if (failure !== undefined) throw failure;
    try {
      await lock.check();
      edge = await publishTree({ storage, file, edge, state });
    } catch (error) {
      throw noted(error);
    }
    publishAt = { entries: PUBLISH_ENTRIES, bytes: PUBLISH_BYTES };
    onEvent({ type: 'published', size: edge.size });
  };

  const publishIfDue = async (): Promise<void> => {
    if (failure !== undefined) return;
    if (state.entries.length < publishAt.entries && state.journalBytes < publishAt.bytes) return;
    try {
      await publishNow();
    } catch (error) {
      publishAt = { entries: state.entries.length + PUBLISH_ENTRIES, bytes: state.journalBytes + PUBLISH_BYTES };
      onEvent({ type: 'publish-failed', error: noted(error) });
    }
  };

  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    void inTurn(async () => {
      isScheduled = false;
      while (waiting.length > 0) {
        await commitBatch(takeBatch());
        await publishIfDue();
      }
    });
  };

  const closeFile = async (): Promise<void> => {
    try {
      if (failure === undefined) await publishNow();
    } finally {
      await closeAndRelease(file, lock);
    }
  };

  return {
    origin: signer.name,
    get size() {
      return state.checkpoint.size;
    },
    get root() {
      return state.checkpoint.root.slice();
    },
    get checkpoint() {
      return state.checkpoint.note;
    },
    append: (entries) =>
      new Promise((resolve, reject) => {
        const request = createAppendRequest(entries, resolve, reject);
        if (closing !== undefined) throw closed(storage.place);
        if (failure !== undefined) throw failure;
        if (waitingBytes + request.bytes > MAX_WAITING_BYTES) throw busy(waitingBytes);
        waiting.push(request);
        waitingBytes += request.bytes;
        schedule();
      }),
    publish: () => (closing === undefined ? inTurn(publishNow) : Promise.reject(closed(storage.place))),
    close: () => {
      closing ??= inTurn(closeFile);
      return closing;
    },
  };
}

async function closeAndRelease(file: GrowingFile, lock: Lock): Promise<void> {
  try {
    await file.close();
  } finally {
    await lock.release();
  }
}

/** Errors after which nobody knows what is on disk, or who else writes. */
const FINAL: ReadonlySet<string> = new Set(['ledger/lock-lost', 'ledger/poisoned']);

function isFinal({ code, cause }: BezoarError): boolean {
  return FINAL.has(code) || (cause instanceof BezoarError && FINAL.has(cause.code));
}

function asBezoarError(error: unknown): BezoarError {
  return error instanceof BezoarError ? error : new BezoarError('ledger/io', describeError(error), { cause: error });
}

function poisoned(cause: BezoarError): BezoarError {
  if (cause.code === 'ledger/lock-lost') return cause;
  return new BezoarError('ledger/poisoned', `the ledger must be opened again after: ${cause.message}`, { cause });
}

function closed(place: string): BezoarError {
  return new BezoarError('ledger/closed', `the ledger in \`${place}\` is closed`);
}

function busy(waitingBytes: number): BezoarError {
  return new BezoarError(
    'ledger/busy',
    `${waitingBytes} bytes already wait to be written, at most ${MAX_WAITING_BYTES} may`,
  );
}
