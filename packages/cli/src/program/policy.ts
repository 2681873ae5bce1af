import type { Command } from 'commander';
import { collect, configOption, jsonOption, type Registration } from './flags.ts';

/** Registers `bezoar policy`. */
export function registerPolicy(program: Command, { io, run }: Registration): void {
  const policy = program
    .command('policy')
    .description('the threat-model document: check, compile, compare, sign')
    .helpCommand(false);
  policy
    .command('check')
    .description('report every fault of a document, with file, line, column and what was expected')
    .argument('[file]', 'the document (default: as every command finds it)')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar policy check THREATMODEL.md')
    .action((file: string | undefined, flags) =>
      run('policy-check', flags.json, async () => {
        const { policyCheckCommand } = await import('../commands/policy/policy-commands.ts');
        return policyCheckCommand(io, file, flags);
      }),
    );
  policy
    .command('compile')
    .description('print the compiled policy as JSON: what a guard or another program loads')
    .option('-o, --out <file>', 'write it to a file')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar policy compile --out policy.json')
    .action((flags) =>
      run('policy-compile', flags.json, async () => {
        const { policyCompileCommand } = await import('../commands/policy/policy-commands.ts');
        return policyCompileCommand(io, flags);
      }),
    );
  policy
    .command('diff')
    .description(
      'compare two documents by meaning: each change tightens, loosens or is neutral; exit 1 where one loosens',
    )
    .argument('[before]', 'a document (default: the last signed version)')
    .argument('[after]', 'a document (default: the one in force)')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  bezoar policy diff\n  bezoar policy diff old.md THREATMODEL.md')
    .action((before: string | undefined, after: string | undefined, flags) =>
      run('policy-diff', flags.json, async () => {
        const { policyDiffCommand } = await import('../commands/policy/policy-commands.ts');
        return policyDiffCommand(io, before, after, flags);
      }),
    );
  policy
    .command('sign')
    .description('sign the document as it stands; it is set in the ledger when enough people have')
    .option('-k, --key <file>', 'the SSH key to sign with; without it the statement waits for signatures')
    .option('--signature <file>', 'a signature made elsewhere by ssh-keygen -Y sign (repeatable)', collect, [])
    .option('--reason <text>', 'why it changed, for the next reader')
    .option('--submitter <name>', 'who changed it, and so may not sign (default: its last git author)')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The first document is signed by whoever it names. Every later one is judged by the previous signed document: its
signers, and as many signatures as it asks for a loosening or for any other change.

Example:
  bezoar policy sign --key ~/.ssh/id_ed25519 --reason "first version, reviewed by both of us"`,
    )
    .action((flags) =>
      run('policy-sign', flags.json, async () => {
        const { policySignCommand } = await import('../commands/policy/policy-sign-command.ts');
        return policySignCommand(io, flags);
      }),
    );
  policy
    .command('schema')
    .description('print the JSON Schema of a block, for editors')
    .addHelpText('after', '\nExample:\n  bezoar policy schema > bezoar.schema.json')
    .action(() =>
      run('policy-schema', false, async () => {
        const { policySchemaCommand } = await import('../commands/policy/policy-commands.ts');
        return policySchemaCommand(io);
      }),
    );
}
