import { type Command, Option } from 'commander';
import { collect, configOption, index, jsonOption, positive, type Registration } from './flags.ts';

/** Registers `bezoar ledger`. */
export function registerLedger(program: Command, { io, run }: Registration): void {
  const ledger = program
    .command('ledger')
    .description('the tamper-evident record: verify, show, prove, anchor')
    .helpCommand(false);
  ledger
    .command('verify')
    .description(
      'recompute the whole log; says WITNESSED, ANCHORED or SELF-ATTESTED, and exits 1 where anything differs',
    )
    .option('--checkpoint <file>', 'a checkpoint that you kept elsewhere (repeatable)', collect, [])
    .option('--ledger <folder>', 'a copy of a ledger, outside any project; needs --verifier-key')
    .option('--verifier-key <key>', "the key to verify with (default: the document's, else the one beside the ledger)")
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar ledger verify --checkpoint kept/2026-10.checkpoint')
    .action((flags) =>
      run('ledger-verify', flags.json, async () => {
        const { ledgerVerifyCommand } = await import('../commands/over-all/ledger-commands.ts');
        return ledgerVerifyCommand(io, flags);
      }),
    );
  ledger
    .command('show')
    .description('list entries, newest last; or one entry whole')
    .argument('[index]', 'an entry', index)
    .addOption(new Option('--last <n>', 'how many').argParser(positive).default(20))
    .option('--kind <kind>', 'only this kind, such as corpus.scan')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  bezoar ledger show\n  bezoar ledger show 12')
    .action((entry: number | undefined, flags) =>
      run('ledger-show', flags.json, async () => {
        const { ledgerShowCommand } = await import('../commands/over-all/ledger-commands.ts');
        return ledgerShowCommand(io, entry, flags);
      }),
    );
  ledger
    .command('prove')
    .description(
      'write a proof (c2sp.org/tlog-proof@v1) that an entry is in the log, for someone who has no access to it',
    )
    .argument('<index>', 'an entry', index)
    .option('-o, --out <file>', 'where to (default: standard output)')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar ledger prove 12 --out scan.tlog-proof')
    .action((entry: number, flags) =>
      run('ledger-prove', flags.json, async () => {
        const { ledgerProveCommand } = await import('../commands/over-all/ledger-commands.ts');
        return ledgerProveCommand(io, entry, flags);
      }),
    );
  ledger
    .command('anchor')
    .description('commit the checkpoint to the git branch bezoar-anchors, without touching the work tree; then push it')
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar ledger anchor && git push origin bezoar-anchors')
    .action((flags) =>
      run('ledger-anchor', flags.json, async () => {
        const { ledgerAnchorCommand } = await import('../commands/over-all/ledger-commands.ts');
        return ledgerAnchorCommand(io, flags);
      }),
    );
  ledger
    .command('cosign')
    .description('as a witness, on another machine: verify a copy of a ledger and co-sign its checkpoint')
    .requiredOption('--ledger <folder>', 'the copy')
    .requiredOption('--verifier-key <key>', "the ledger's key, as its owner gave it to you")
    .requiredOption('--witness-key <file>', 'your private key; made where there is none')
    .requiredOption(
      '-o, --out <file>',
      'the co-signed checkpoint; what you signed last lies there, and the log must extend it',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The owner puts the file into .bezoar/witnessed/ and your key under \`witnesses:\`; \`ledger verify\` then says WITNESSED.

Example:
  bezoar ledger cosign --ledger copy/ledger --verifier-key shop/1a2b+… --witness-key witness.pem --out alice.checkpoint`,
    )
    .action((flags) =>
      run('ledger-cosign', flags.json, async () => {
        const { ledgerCosignCommand } = await import('../commands/over-all/ledger-commands.ts');
        return ledgerCosignCommand(io, flags);
      }),
    );
}
