import { spawn } from 'node:child_process';
import { describeError, UsageError } from '@bezoar/core';
import {
  attestCorpus,
  attestCorpusBlocks,
  attestTrain,
  attestTrainBlocks,
  type TrainingExit,
} from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

interface AttestFlags {
  readonly for?: string;
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar attest corpus`. Returns the exit code. */
export async function attestCorpusCommand(
  io: CommandIo,
  files: readonly string[],
  flags: AttestFlags,
): Promise<number> {
  const document = await attestCorpus({
    location: locationOf(io, flags),
    files,
    ...(flags.for === undefined ? {} : { target: flags.for }),
    signal: io.signal,
  });
  return printResult(io, document, flags.json, () => attestCorpusBlocks(document));
}

/** Runs `bezoar attest train`. Returns the exit code. */
export async function attestTrainCommand(
  io: CommandIo,
  command: readonly string[],
  flags: AttestFlags & { readonly corpus: readonly string[]; readonly output: readonly string[] },
): Promise<number> {
  const document = await attestTrain({
    location: locationOf(io, flags),
    corpora: flags.corpus,
    outputs: flags.output,
    command,
    ...(flags.for === undefined ? {} : { target: flags.for }),
    run: (words) => runCommand(words, flags.json, io.signal),
    signal: io.signal,
  });
  return printResult(io, document, flags.json, () => attestTrainBlocks(document));
}

/** Runs a command with this terminal as its own. With `--json` its output goes to standard error: standard output is the document's. */
function runCommand(
  [program = '', ...args]: readonly string[],
  isJson: boolean,
  signal: AbortSignal,
): Promise<TrainingExit> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['inherit', isJson ? 2 : 'inherit', 'inherit'] });
    const stop = (): void => void child.kill('SIGINT');
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(
        new UsageError('attest/not-started', `cannot start \`${program}\`: ${describeError(error)}`, { cause: error }),
      );
    });
    child.on('close', (code, ended) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else resolve({ code, signal: ended });
    });
  });
}
