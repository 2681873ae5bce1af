import { type Command, Option } from 'commander';
import { configOption, jsonOption, type Registration } from './flags.ts';

/** Registers `bezoar absorb`. */
export function registerAbsorb(program: Command, { io, run }: Registration): void {
  program
    .command('absorb')
    .description('hold what a system may learn from its users against the boundary: feedback, memories, documents')
    .argument('<files...>', 'JSONL or JSON; Markdown, HTML or text as documents; globs in quotes; - for standard input')
    .addOption(
      new Option('-k, --kind <kind>', 'what the files hold')
        .choices(['feedback', 'memory', 'document'])
        .makeOptionMandatory(),
    )
    .option('-o, --out <folder>', 'write absorbed.jsonl and held.jsonl into a folder, both or neither')
    .addOption(configOption())
    .option('--no-excerpts', "keep items' text off the screen; held.jsonl and --json have it")
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
feedback  conversations and corrections: replies that repeat what users dictate, lessons and standing orders, the same
          words from many accounts, actions without their precondition
memory    {id, tenant, account, text, key, written_by}: notes that grant permissions, identities, limits or actions,
          orders for later, notes about other users
document  pages to be retrieved: orders to a model, hidden text, marks of chat templates, pages made to match everything

Held items are kept out whole; each says why, with the words and the rule. Exit 1: something is held; 3: something could
not be read or told. In a project with a THREATMODEL.md its actions, caps, field names and accepted risks apply, and the
run is logged in .bezoar/ledger.

Examples:
  bezoar absorb feedback.jsonl --kind feedback --out reviewed
  bezoar absorb memories.jsonl --kind memory --json
  bezoar absorb 'knowledge/*.md' --kind document --out index
  curl -s https://shop.example/help | bezoar absorb - --kind document`,
    )
    .action((files: string[], flags) =>
      run('absorb', flags.json, async () => {
        const { absorbCommand } = await import('../commands/training-data/absorb-command.ts');
        return absorbCommand(io, files, flags);
      }),
    );
}
