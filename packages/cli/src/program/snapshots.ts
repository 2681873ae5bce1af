import { type Command, Option } from 'commander';
import { configOption, failOnOption, jsonOption, positive, type Registration, reportOption } from './flags.ts';

/** Registers `bezoar snapshot`. */
export function registerSnapshots(program: Command, { io, run }: Registration): void {
  program
    .command('snapshot')
    .description(
      'web content that becomes training data: curate it, hold it against what was curated, or take what has stood',
    )
    .argument(
      '[files...]',
      'a manifest (JSONL, CSV, TSV, Croissant), or revision exports (MediaWiki XML, JSONL); plain or gzip',
    )
    .option('--record <urls>', 'curate: fetch each address of this list once and write <out>/manifest.jsonl')
    .option('-o, --out <folder>', 'where bodies and lists go')
    .option('--offline', 'fetch nothing, only verify the bodies in <out>')
    .option('--refetch', 'fetch what is in <out> already once more, to see whether it changed')
    .option('--hold <duration>', 'how long an edit must have stood before the export (default: 7d)')
    .option('--at <time>', 'when the export was made (default: its newest revision)')
    .addOption(new Option('--max-bytes <n>', 'largest body, after decompression (default: 64 MiB)').argParser(positive))
    .addOption(
      new Option('--max-total-bytes <n>', 'all bodies of the run together (default: 64 GiB)').argParser(positive),
    )
    .option('--allow-private', 'also ask loopback, private and link-local addresses')
    .addOption(failOnOption())
    .addOption(configOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Whoever curates a list of pages sees one version, and whoever downloads it later gets another. Only bytes with the
curated digest are taken; other bytes go into <out>/quarantine. An interrupted run goes on where it was.
Of a wiki, the newest revision is taken that is as old as the hold and was not taken back; an edit that was made just
before the export is not. An --at later than the true one makes young edits look old.
Exit 1: a page changed or has no digest; 3: a page could not be had.

Examples:
  bezoar snapshot --record urls.txt --out curated
  bezoar snapshot curated/manifest.jsonl --out fetched
  bezoar snapshot curated/manifest.jsonl --out fetched --offline
  bezoar snapshot 'dumps/*.xml.gz' --at 2026-11-01 --hold 14d --out wiki`,
    )
    .action((files: string[], flags) =>
      run('snapshot', flags.json, async () => {
        const { snapshotCommand } = await import('../commands/training-data/snapshot-command.ts');
        return snapshotCommand(io, files, flags);
      }),
    );
}
