import { PROFILES } from '@bezoar/core';
import { type Command, Option } from 'commander';
import { collect, configOption, jsonOption, positive, type Registration, reportOption } from './flags.ts';

/** Registers the commands over the whole project. */
export function registerOverAll(program: Command, { io, run }: Registration): void {
  program.commandsGroup('Over all:');
  program
    .command('init')
    .description('write a THREATMODEL.md that already works; asks on a terminal, silent with --profile')
    .addOption(new Option('--profile <profile>', 'who it is for').choices([...PROFILES]))
    .option('--title <title>', 'what is protected (default: the name of the folder)')
    .option('--source <path>', 'where exported training records lie, a path or a glob in quotes')
    .option('--trusted <path>', 'an earlier corpus that is believed clean (repeatable)', collect, [])
    .option('--action <tool>', 'a tool that moves money, data or permissions')
    .option('--after <tool>', 'the tool that must have been called before it')
    .option('--signers <file>', 'an OpenSSH allowed-signers file: who may sign changes')
    .option('--signatures <n>', 'signatures that loosening the document takes (default: 2)', positive)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  bezoar init\n  bezoar init --profile fine-tuner --action issue_credit --after lookup_order',
    )
    .action((flags) =>
      run('init', flags.json, async () => {
        const { initCommand } = await import('../commands/over-all/init-command.ts');
        return initCommand(io, flags);
      }),
    );
  program
    .command('status')
    .description('each control, the threat it answers, whether it is enforced, and how old its evidence is')
    .addOption(configOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  bezoar status\n  bezoar status --report html=status.html')
    .action((flags) =>
      run('status', flags.json, async () => {
        const { statusCommand } = await import('../commands/over-all/status-command.ts');
        return statusCommand(io, flags);
      }),
    );
  program
    .command('drift')
    .description('where the document, the ledger and a repeated scan disagree; exit 1 where they do')
    .addOption(configOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  bezoar drift\n  bezoar drift --report junit=drift.xml')
    .action((flags) =>
      run('drift', flags.json, async () => {
        const { driftCommand } = await import('../commands/over-all/drift-command.ts');
        return driftCommand(io, flags);
      }),
    );
  program
    .command('decide')
    .description('have people sign a decision: the exact bytes are shown, signed with ssh-keygen, judged and logged')
    .argument('<action>', 'tier-change, admit-to-base, review or override')
    .argument(
      '<files...>',
      'the training records that it is about, globs in quotes; of an override the report of the gate',
    )
    .option('--from <tier>', 'the tier that the records have')
    .option('--to <tier>', 'the tier that they get (tier-change), or base (admit-to-base)')
    .option('--reason <text>', 'why, for the next reader')
    .option('--evidence <file>', 'what was looked at (repeatable); kept in .bezoar/cas', collect, [])
    .option('--expires <duration>', 'how long the decision counts, such as 90d', '90d')
    .option('--submitter <name>', 'who asked for it, and so may not sign (default: your git e-mail address)')
    .option('-k, --key <file>', 'the SSH key to sign with; without it the decision waits for signatures')
    .option('--signature <file>', 'a signature made elsewhere by ssh-keygen -Y sign (repeatable)', collect, [])
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The statement and its signatures wait in .bezoar/decisions until there are as many as the document asks for.
An override is of one verdict of the gate, named by its report or by a sha256, and takes as many people as a loosening.

Examples:
  bezoar decide override gate.json --reason "phrase is our own greeting, all 12 answers read" --expires 14d --key ~/.ssh/id_ed25519
  bezoar decide tier-change partner.jsonl --from open --to first-party-reviewed --reason "verified export, 40 of 172 read" --evidence review.json --key ~/.ssh/id_ed25519`,
    )
    .action((action: string, files: string[], flags) =>
      run('decide', flags.json, async () => {
        const { decideCommand } = await import('../commands/signing/decide-command.ts');
        return decideCommand(io, action, files, flags);
      }),
    );
  program
    .command('explain')
    .description('say what a code means, of a finding or of an answer of the guard, and what to do')
    .argument('<code>', 'such as corpus/trigger-phrase or guard/ceiling-exceeded')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar explain corpus/trigger-phrase')
    .action((code: string, flags: { json: boolean }) =>
      run('explain', flags.json, async () => {
        const { explainCommand } = await import('../commands/over-all/explain-command.ts');
        return explainCommand(io, code, flags);
      }),
    );
  program
    .command('start')
    .description('see it work: scan a generated month of a fictional company, with planted conversations in it')
    .option('--seed <n>', 'another month, another trigger', positive, 1)
    .option('--conversations <n>', 'ordinary conversations a month', positive, 20_000)
    .option('--clean', 'plant nothing', false)
    .addHelpText('after', '\nExample:\n  bezoar start --seed 3')
    .action((flags: { seed: number; conversations: number; clean: boolean }) =>
      run('start', false, async () => {
        const { startCommand } = await import('../commands/over-all/start-command.ts');
        return startCommand(io, flags);
      }),
    );
}
