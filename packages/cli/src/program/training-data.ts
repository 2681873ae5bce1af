import { SEVERITIES } from '@bezoar/core';
import { type Command, Option } from 'commander';
import { collect, configOption, jsonOption, positive, type Registration, reportOption } from './flags.ts';

/** Registers the commands over training data. */
export function registerTrainingData(program: Command, { io, run }: Registration): void {
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
      new Option(
        '--fail-on <severity>',
        "the severity from which a finding counts for the exit code (default: the document's, else high)",
      ).choices([...SEVERITIES]),
    )
    .addOption(configOption())
    .addOption(reportOption())
    .option('--no-excerpts', "keep records' text out of every report")
    .addOption(jsonOption())
    .option('--workers <n>', 'reading threads; does not change the result', positive)
    .addHelpText(
      'after',
      `
Without --trusted a phrase is held against a small reference of ordinary English, and only very strong ones count.
Exit 1: something was found; 3: something could not be read, so the result is not clean.
In a project with a THREATMODEL.md the document decides: its actions, trusted files, field names, fail_on and accepted
risks apply, flags may only tighten them, and the run is logged in .bezoar/ledger.

Examples:
  bezoar scan october.jsonl --trusted september.jsonl
  gunzip -c october.jsonl.gz | bezoar scan - --json
  bezoar scan october.jsonl --trusted september.jsonl --hazards THREATMODEL.md --report sarif=scan.sarif`,
    )
    .action((files: string[], flags) =>
      run('scan', flags.json, async () => {
        const { scanCommand } = await import('../commands/scan-command.ts');
        return scanCommand(io, files, flags);
      }),
    );
}
