import type { Writable } from 'node:stream';

/** Writes lines to a stream, and says when it can take more. */
export interface LineWriter {
  /** Writes a line. What is written after the stream closed is dropped. */
  write(line: string): void;
  /** Undefined where the stream takes more; else a promise of the moment when it does, or is closed. Never rejects. */
  ready(): Promise<void> | undefined;
  /** Resolves when everything is written, or the stream is closed. Never rejects. */
  end(): Promise<void>;
}

/** A writer that owns the stream's errors: a peer that went away is the end of a session, not a fault of the guard. */
export function createLineWriter(stream: Writable): LineWriter {
  let isClosed = stream.destroyed || !stream.writable;
  let waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  const resume = (): void => {
    waiting?.resolve();
    waiting = undefined;
  };
  const close = (): void => {
    isClosed = true;
    resume();
  };
  stream.on('drain', resume);
  stream.on('error', close);
  stream.on('close', close);
  return {
    write: (line) => {
      if (!isClosed) stream.write(`${line}\n`);
    },
    ready: () => {
      if (isClosed || !stream.writableNeedDrain) return undefined;
      if (waiting === undefined) {
        let resolve = (): void => undefined;
        const promise = new Promise<void>((done) => {
          resolve = done;
        });
        waiting = { promise, resolve };
      }
      return waiting.promise;
    },
    end: () =>
      new Promise((resolve) => {
        if (isClosed) {
          resolve();
          return;
        }
        stream.once('close', resolve);
        stream.once('error', () => resolve());
        isClosed = true;
        stream.end(() => resolve());
      }),
  };
}
