import { Worker } from 'node:worker_threads';
import { BezoarError } from '@bezoar/core';
import type { IntakePart, IntakeTask } from './intake-part.ts';
import { readPart } from './read-part.ts';

/** Options of `readParts`. */
export interface IntakePoolOptions {
  /** Threads that read; 1 reads in the calling thread. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/** Reads all tasks, several at a time, and returns their parts in the order of the tasks, whoever finished first. */
export async function readParts(tasks: readonly IntakeTask[], options: IntakePoolOptions): Promise<IntakePart[]> {
  const parts = new Array<IntakePart>(tasks.length);
  const threads = Math.min(options.workers, tasks.length);
  if (threads <= 1) {
    for (const [i, task] of tasks.entries()) parts[i] = await readPart(task, options);
    return parts;
  }
  let next = 0;
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./intake-worker.js', import.meta.url)));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        while (next < tasks.length) {
          const i = next++;
          parts[i] = await runTask(worker, tasks[i]!, options);
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return parts;
}

type WorkerMessage =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'part'; readonly part: IntakePart }
  | { readonly kind: 'error'; readonly message: string };

function runTask(worker: Worker, task: IntakeTask, options: IntakePoolOptions): Promise<IntakePart> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    const settle = (finish: () => void): void => {
      // By name: without one, the hook goes as well by which Node opens the port again for the next task.
      for (const event of ['message', 'error', 'exit'] as const) worker.removeAllListeners(event);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = (): void => settle(() => reject(signal?.reason));
    if (signal?.aborted === true) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'bytes') options.onBytes?.(message.bytes);
      else if (message.kind === 'part') settle(() => resolve(message.part));
      else settle(() => reject(new BezoarError('corpus/worker-failed', message.message)));
    });
    worker.on('error', (error) => settle(() => reject(error)));
    // A thread that dies without a word must end the scan in an error, never in a shorter report.
    worker.on('exit', (code) =>
      settle(() => reject(new BezoarError('corpus/worker-died', `a reading thread ended early with code ${code}`))),
    );
    worker.postMessage(task);
  });
}
