import { Command } from 'commander';
import { runCommand } from './commands/failure.ts';
import { registerAbsorb } from './program/absorb.ts';
import { registerAttest } from './program/attest.ts';
import type { Registration } from './program/flags.ts';
import { registerGuard } from './program/guard.ts';
import { registerLedger } from './program/ledger.ts';
import { registerModels } from './program/models.ts';
import { registerOverAll } from './program/over-all.ts';
import { registerPolicy } from './program/policy.ts';
import { registerPromotion } from './program/promotion.ts';
import { registerReview } from './program/review.ts';
import { registerSnapshots } from './program/snapshots.ts';
import { registerTrainingData } from './program/training-data.ts';
import type { CommandIo } from './terminal/io.ts';
import { VERSION } from './version.ts';

/** The command line. Command modules are imported when they are called. `done` is given the exit code. */
export function createProgram(io: CommandIo, done: (exit: number) => void): Command {
  const program = new Command('bezoar')
    .description('The defence stack against data and model poisoning.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Exit codes: 0 ok, 1 findings, 2 usage or internal failure, 3 undecided, 4 a human must review, 130 interrupted.

Examples:
  bezoar scan october.jsonl --trusted september.jsonl
  bezoar scan 'exports/*.jsonl.gz' --trusted 'clean/*.jsonl' --report html=report.html
  bezoar init --profile fine-tuner
  bezoar status`,
    );
  const registration: Registration = {
    io,
    run: async (name, isJson, command) => done(await runCommand(io, name, isJson, command)),
  };
  registerTrainingData(program, registration);
  registerReview(program, registration);
  registerSnapshots(program, registration);
  registerAbsorb(program, registration);
  registerModels(program, registration);
  registerAttest(program, registration);
  registerPromotion(program, registration);
  registerGuard(program, registration);
  registerOverAll(program, registration);
  registerPolicy(program, registration);
  registerLedger(program, registration);
  return program;
}
