import { EXIT_CODES, systemClock } from '@bezoar/core';
import { CommanderError } from 'commander';
import { failureDocument } from './commands/failure.ts';
import { createProgram } from './program.ts';
import { openIo, type ProcessLike } from './terminal/io.ts';

/** Runs the command line of a process and sets its exit code. */
export async function main(process: ProcessLike): Promise<void> {
  const io = openIo(process);
  const startedAt = systemClock();
  let exit = 0;
  const program = createProgram(io, (code) => {
    exit = code;
  });
  try {
    if (process.argv.length <= 2) program.outputHelp();
    else await program.parseAsync([...process.argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed help, the version or the mistake already.
    exit = error.exitCode === 0 || error.code === 'commander.help' ? 0 : EXIT_CODES.error;
    if (exit !== 0 && process.argv.includes('--json')) {
      const name = process.argv.slice(2).find((argument) => program.commands.some((one) => one.name() === argument));
      const fault = { code: error.code, message: error.message.replace(/^error: /, '') };
      const document = failureDocument(name ?? 'cli', 'error', fault, startedAt);
      io.out(`${JSON.stringify(document, undefined, 2)}\n`);
    }
  }
  process.exitCode = io.isOutLost() ? EXIT_CODES.error : exit;
}
