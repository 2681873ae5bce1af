import type { Command } from 'commander';
import { collect, configOption, jsonOption, type Registration } from './flags.ts';

/** Registers the commands between a gate and a deployment. */
export function registerPromotion(program: Command, { io, run }: Registration): void {
  program.commandsGroup('Models:');
  program
    .command('promote')
    .description('let exactly these bytes into production: by a PASS of the gate, or a signed override')
    .argument('<model>', 'a file, a folder, or the sha256 of one')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The newest verdict about these bytes decides, unless an earlier one confirmed a hazard in them. It has to be young enough,
and of no weaker gate than the document asks for. REVIEW and INCONCLUSIVE do not promote. Nobody promotes in spite of a
verdict but by \`bezoar decide override\`, which leaves the verdict what it is. Exit code 1 where the model is refused.

Examples:
  bezoar promote models/2026-11
  bezoar promote 6dee04b73e8d3336654bca37a2d58c001f0bfc572f4bf0d46c38fc08002d4da7`,
    )
    .action((model: string, flags) =>
      run('promote', flags.json, async () => {
        const { promoteCommand } = await import('../commands/models/promotion-commands.ts');
        return promoteCommand(io, model, flags);
      }),
    );
  program
    .command('verify')
    .description('exit 0 only if the model at a path meets what is required: the check at deployment')
    .argument('<path>', 'the file or folder that is about to be loaded')
    .option('--require <what>', 'what it has to meet: gate (repeatable, or with commas)', collect, [])
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
\`--require gate\`: exactly these bytes were promoted, and what promoted them is in force now. A file that was added to the
folder, or a model that was quantised after its gate, has other bytes. Lock files, signatures and formats are not checked
by this version. Exit code 1 where it is not verified.

Example:
  bezoar verify models/2026-11 --require gate && ./serve models/2026-11`,
    )
    .action((path: string, flags) =>
      run('verify', flags.json, async () => {
        const { verifyCommand } = await import('../commands/models/promotion-commands.ts');
        return verifyCommand(io, path, flags);
      }),
    );
}
