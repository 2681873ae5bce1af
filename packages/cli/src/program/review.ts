import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, configOption, index, jsonOption, positive, type Registration } from './flags.ts';

/** Registers `bezoar review`. */
export function registerReview(program: Command, { io, run }: Registration): void {
  program
    .command('review')
    .description('read what admit flagged and a random sample of the rest, key by key; then sign what was read')
    .argument('<folder>', 'the output folder of bezoar admit')
    .option('--reviewer <name>', 'who reads (default: your git e-mail address)')
    .option('--list', 'print the queue and the hours that it costs', false)
    .option('--verdicts <file>', 'take verdicts that were made elsewhere: lines with `item` and `verdict`')
    .option('--second', 'only what another reader was unsure about', false)
    .option('--all', 'also what caps, tiers and selection kept out', false)
    .addOption(
      new Option(
        '--fewer-than <n>',
        "bad records that the sample must not miss (default: the document's, else 25)",
      ).argParser(positive),
    )
    .addOption(new Option('--confidence <rate>', "how surely (default: the document's, else 0.95)").argParser(rate))
    .addOption(
      new Option(
        '--canaries <n>',
        'known-bad records to mix in, which measure what readers see (default: 20)',
      ).argParser(index),
    )
    .option('--sign <key>', 'the SSH key to sign with, once everything was read')
    .option('--signature <file>', 'a signature made elsewhere by ssh-keygen -Y sign (repeatable)', collect, [])
    .option('--reason <text>', 'why, for the next reader (default: the numbers)')
    .option('--expires <duration>', 'how long the decision counts, such as 90d', '90d')
    .option('--submitter <name>', 'who asked for it, and so may not sign (default: your git e-mail address)')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Every verdict is on disk before the next record is shown; the same command goes on where you stopped. What you are unsure
about stays out. Several people may share the work, each under a name of their own.
Exit 1: the sample was not clean; 3: it does not show what was asked for; 4: something is left to read or to sign.

Examples:
  bezoar review admitted/ --list
  bezoar review admitted/
  bezoar review admitted/ --sign ~/.ssh/id_ed25519`,
    )
    .action((folder: string, flags) =>
      run('review', flags.json, async () => {
        const { reviewCommand } = await import('../commands/training-data/review-command.ts');
        return reviewCommand(io, folder, flags);
      }),
    );
}

function rate(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number < 1)) throw new InvalidArgumentError('expected a rate between 0 and 1.');
  return number;
}
