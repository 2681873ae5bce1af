import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { describeError, UsageError } from '@bezoar/core';
import { type InputFile, resolveInputs } from '@bezoar/corpus/readers';

/** A log to read. */
export interface OpenedLog {
  readonly input: InputFile;
  /** Of the bytes that are read, compressed or not: what is appended meanwhile is not among them. */
  readonly sha256: string;
  /** Deletes the private copy of a stream. */
  release(): Promise<void>;
}

/** Where a log is. */
export interface LogPlace {
  /** A path, or `-`. */
  readonly log: string;
  readonly workingDirectory: string;
  readonly standardInput?: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/**
 * Finds a log and looks at what it is, by its content: JSON lines, plain or gzip; standard input is copied to a private file
 * first. Throws `guard/log-not-read` for what is none, naming the way out.
 */
export async function openLog({ log, workingDirectory, standardInput, signal }: LogPlace): Promise<OpenedLog> {
  const stream = standardInput === undefined ? {} : { standardInput };
  const { files, release } = await resolveInputs([log], { workingDirectory, signal, ...stream }).catch(
    (error: unknown) => {
      signal?.throwIfAborted();
      throw notRead(log, describeError(error), error);
    },
  );
  try {
    const [input] = files;
    if (input === undefined || files.length > 1) {
      throw notRead(log, `it names ${files.length} files; a log is one file, or \`-\` for standard input`);
    }
    if (input.format === 'foreign') throw notRead(log, input.foreign ?? 'it is no text');
    if (input.format === 'json') {
      throw notRead(log, 'it is one JSON document; a log is JSON lines, one conversation a line');
    }
    return { input, sha256: await digestOf(input, log, signal), release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** SHA-256 of a file's first bytes, as many as there were when it was found. */
async function digestOf({ file, bytes }: InputFile, shown: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    if (bytes > 0) await pipeline(createReadStream(file, { end: bytes - 1 }), hash, { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw notRead(shown, describeError(error), error);
  }
  return hash.digest('hex');
}

function notRead(shown: string, why: string, cause?: unknown): UsageError {
  return new UsageError('guard/log-not-read', `cannot read the log \`${shown}\`: ${why}`, { cause });
}
