import { SEVERITIES, type Severity } from '@bezoar/core';
import { Command, InvalidArgumentError, Option } from 'commander';
import { runCommand } from './commands/failure.ts';
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
  bezoar scan 'exports/*.jsonl.gz' --trusted 'clean/*.jsonl' --report html=report.html`,
    );

  program.commandsGroup('Training data:');
  program
    .command('scan')
    .description('find planted records in training data: trigger phrases, and actions without their precondition')
    .argument('<files...>', 'JSONL or JSON, plain or gzip; globs in quotes; - for standard input')
    .option('-t, --trusted <file>', 'an earlier corpus that is believed clean (repeatable)', collect, [])
    .option(
      '--hazards <file>',
      "actions that need a precondition: a threat model's actions block, YAML, JSON or Markdown",
    )
    .option('--baseline <report>', 'a former --json report: findings get a status, new, persisting or fixed')
    .addOption(
      new Option('--fail-on <severity>', 'the severity from which a finding counts for the exit code')
        .choices([...SEVERITIES])
        .default('high'),
    )
    .option('-r, --report <format=file>', 'write a report: html, sarif, junit, markdown (repeatable)', collect, [])
    .option('--no-excerpts', "keep records' text out of every report")
    .option('--json', 'print the result as one JSON document', false)
    .option('--workers <n>', 'reading threads; does not change the result', positive)
    .addHelpText(
      'after',
      `
Without --trusted a phrase is held against a small reference of ordinary English, and only very strong ones count.
Exit 1: something was found; 3: something could not be read, so the result is not clean.

Examples:
  bezoar scan october.jsonl --trusted september.jsonl
  gunzip -c october.jsonl.gz | bezoar scan - --json
  bezoar scan october.jsonl --trusted september.jsonl --hazards THREATMODEL.md --report sarif=scan.sarif`,
    )
    .action(async (files: string[], flags: ScanCommandFlags) => {
      done(
        await runCommand(io, 'scan', flags.json, async () => {
          const { scanCommand } = await import('./commands/scan-command.ts');
          return scanCommand(io, files, flags);
        }),
      );
    });

  program.commandsGroup('Over all:');
  program
    .command('explain')
    .description('say what a finding code means, how it is established and what to do')
    .argument('<code>', 'such as corpus/trigger-phrase')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', '\nExample:\n  bezoar explain corpus/trigger-phrase')
    .action(async (code: string, flags: { json: boolean }) => {
      done(
        await runCommand(io, 'explain', flags.json, async () => {
          const { explainCommand } = await import('./commands/explain-command.ts');
          return explainCommand(io, code, flags);
        }),
      );
    });
  program
    .command('start')
    .description('see it work: scan a generated month of a fictional company, with planted conversations in it')
    .option('--seed <n>', 'another month, another trigger', positive, 1)
    .option('--conversations <n>', 'ordinary conversations a month', positive, 20_000)
    .option('--clean', 'plant nothing', false)
    .addHelpText('after', '\nExample:\n  bezoar start --seed 3')
    .action(async (flags: { seed: number; conversations: number; clean: boolean }) => {
      done(
        await runCommand(io, 'start', false, async () => {
          const { startCommand } = await import('./commands/start-command.ts');
          return startCommand(io, flags);
        }),
      );
    });
  return program;
}

interface ScanCommandFlags {
  readonly trusted: string[];
  readonly hazards?: string;
  readonly baseline?: string;
  readonly failOn: Severity;
  readonly report: string[];
  readonly excerpts: boolean;
  readonly json: boolean;
  readonly workers?: number;
}

function collect(value: string, former: string[]): string[] {
  return [...former, value];
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number from 1 on.');
  return number;
}
