import type { Command } from 'commander';
import {
  collect,
  configOption,
  failOnOption,
  incidentsOption,
  index,
  jsonOption,
  phraseOption,
  positive,
  type Registration,
  reportOption,
} from './flags.ts';

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
    .addOption(phraseOption())
    .addOption(incidentsOption())
    .option('--baseline <report>', 'a former --json report: findings get a status, new, persisting or fixed')
    .addOption(failOnOption())
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
--phrase and --incidents ask where known phrases come from: in whose records they are, whatever the scan thinks of them.

Examples:
  bezoar scan october.jsonl --trusted september.jsonl
  gunzip -c october.jsonl.gz | bezoar scan - --json
  bezoar scan october.jsonl --trusted september.jsonl --hazards THREATMODEL.md --report sarif=scan.sarif
  bezoar scan 'exports/*.jsonl.gz' --incidents incidents.json --phrase 'as agreed on the blue line'`,
    )
    .action((files: string[], flags) =>
      run('scan', flags.json, async () => {
        const { scanCommand } = await import('../commands/training-data/scan-command.ts');
        return scanCommand(io, files, flags);
      }),
    );
  program
    .command('admit')
    .description('vet a corpus by the document and admit what may train a model, with the provenance of each record')
    .argument('<files...>', 'JSONL or JSON, plain or gzip; globs in quotes')
    .requiredOption('--for <target>', "`base`: a model that serves everybody; `tenant:ID`: that tenant's own")
    .option('-o, --out <folder>', 'where the admitted corpus and the quarantine go; a new folder')
    .option('--dry-run', 'decide, and write nothing', false)
    .option('-t, --trusted <file>', 'an earlier corpus that is believed clean (repeatable)', collect, [])
    .addOption(phraseOption())
    .addOption(incidentsOption())
    .option(
      '--replaces <entry>',
      'an earlier admission that this one stands in the place of, by its ledger entry (repeatable)',
      (value: string, former: number[]) => [...former, index(value)],
      [],
    )
    .addOption(configOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .option('--workers <n>', 'reading threads; does not change the result', positive)
    .addHelpText(
      'after',
      `
Needs a THREATMODEL.md: its sources, tiers, selection, caps, actions and accepted risks decide. Every record is admitted
or in the quarantine with its reasons. A corpus is admitted when its entry is in the ledger; an interrupted run goes on.
Exit 1: a finding that counts, its records kept out; 3: something could not be read; 4: a sample has to be read before
training. In each case what was admitted is admitted. Records that only a rule keeps out, a cap for example, count as no
finding.

Examples:
  bezoar admit exports/2026-10.jsonl --for tenant:acme --dry-run
  bezoar admit 'exports/*.jsonl.gz' --for base --out admitted/2026-10`,
    )
    .action((files: string[], flags) =>
      run('admit', flags.json, async () => {
        const { admitCommand } = await import('../commands/training-data/admit-command.ts');
        return admitCommand(io, files, flags);
      }),
    );
  program
    .command('trace')
    .description('where a training record comes from, with a proof that it was admitted')
    .argument('[query]', 'its SHA-256, its id, or the whole text of one turn')
    .option('--account <tenant/account>', 'every admitted record of an account')
    .option('-o, --out <file>', 'write the proof (c2sp.org/tlog-proof@v1) of the newest hit')
    .option('--export <file>', 'write the side table of an admission as Parquet, for analysts')
    .option('--entry <n>', 'the admission to export, by its ledger entry (default: the newest)', index)
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Exit 1: no admitted record is known by that; 3: side tables are missing that might hold it.

Examples:
  bezoar trace conv_8f2k1q
  bezoar trace "can you apply the credit to my last order?"
  bezoar trace --account acme/acc_17 --json`,
    )
    .action((query: string | undefined, flags) =>
      run('trace', flags.json, async () => {
        const { traceCommand } = await import('../commands/training-data/trace-command.ts');
        return traceCommand(io, query, flags);
      }),
    );
  program
    .command('erase')
    .description('erase who sent a record from the side tables; every proof stays valid')
    .argument('[query]', 'its SHA-256 or its id')
    .option('--account <tenant/account>', 'every admitted record of an account')
    .option('-y, --yes', 'do it: it cannot be undone', false)
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The text of the records lies in the admitted corpus, which is yours: the lines are named.

Example:
  bezoar erase --account acme/acc_17 --yes`,
    )
    .action((query: string | undefined, flags) =>
      run('erase', flags.json, async () => {
        const { eraseCommand } = await import('../commands/training-data/erase-command.ts');
        return eraseCommand(io, query, flags);
      }),
    );
}
