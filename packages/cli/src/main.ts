import { EXIT_CODES } from '@bezoar/core';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { openIo, type ProcessLike } from './terminal/io.ts';

/** Runs the command line of a process and sets its exit code. */
export async function main(process: ProcessLike): Promise<void> {
  const io = openIo(process);
  let exit = 0;
  const program = createProgram(io, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...process.argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed help, the version or the mistake already.
    exit = error.exitCode === 0 || error.code === 'commander.help' ? 0 : EXIT_CODES.error;
    if (exit !== 0 && process.argv.includes('--json')) {
      const document = {
        schema: 'bezoar.cli/v1',
        outcome: 'error',
        exit,
        findings: [],
        error: { code: error.code, message: error.message },
      };
      io.out(`${JSON.stringify(document, undefined, 2)}\n`);
    }
  }
  process.exitCode = exit;
}
