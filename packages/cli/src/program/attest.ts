import type { Command } from 'commander';
import { collect, configOption, jsonOption, type Registration } from './flags.ts';

/** Registers the commands that join a model to its corpus. */
export function registerAttest(program: Command, { io, run }: Registration): void {
  program.commandsGroup('Models:');
  const attest = program.command('attest').description('join a model to the corpus that it was trained on');
  attest
    .command('train')
    .description('run a training command on admitted corpora only, and log what it was given and what it left')
    .argument('<command...>', 'the command and its arguments, after --')
    .requiredOption('--corpus <file>', 'an admitted corpus that it reads (repeatable)', collect, [])
    .requiredOption('--output <path>', 'a file or folder that it writes (repeatable)', collect, [])
    .option('--for <target>', 'refuse a corpus that was admitted for another model: `base` or `tenant:ID`')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The command is not started unless every corpus was admitted, byte for byte, and its sample reviewed where the document
asks for that. Its output becomes SLSA provenance in the ledger. What else it reads is not observed.

Example:
  bezoar attest train --corpus admitted/2026-10/admitted.jsonl --output models/2026-10 -- python train.py`,
    )
    .action((command: string[], flags) =>
      run('attest-train', flags.json, async () => {
        const { attestTrainCommand } = await import('../commands/training-data/attest-commands.ts');
        return attestTrainCommand(io, command, flags);
      }),
    );
  attest
    .command('corpus')
    .description('exit 0 only if these files were admitted: a line for any pipeline, before it trains')
    .argument('<files...>', 'corpora that are to train a model')
    .option('--for <target>', 'the model: `base` or `tenant:ID`')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  bezoar attest corpus admitted/2026-10/admitted.jsonl --for base && python train.py`,
    )
    .action((files: string[], flags) =>
      run('attest-corpus', flags.json, async () => {
        const { attestCorpusCommand } = await import('../commands/training-data/attest-commands.ts');
        return attestCorpusCommand(io, files, flags);
      }),
    );
}
