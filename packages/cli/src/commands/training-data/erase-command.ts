import { UsageError } from '@bezoar/core';
import { erase } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

/** Flags of `bezoar erase`. */
export interface EraseFlags {
  readonly account?: string;
  readonly yes: boolean;
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar erase`. Returns the exit code. */
export async function eraseCommand(io: CommandIo, query: string | undefined, flags: EraseFlags): Promise<number> {
  if (!flags.yes) {
    throw new UsageError(
      'erase/not-confirmed',
      'erasing cannot be undone; look with `bezoar trace` first, then say `--yes`',
    );
  }
  const document = await erase({
    location: locationOf(io, flags),
    ...(query === undefined ? {} : { query }),
    ...(flags.account === undefined ? {} : { account: flags.account }),
  });
  return printResult(io, document, flags.json, () => {
    const rows = document.erased.reduce((sum, { leafIndices }) => sum + leafIndices.length, 0);
    const { verdict, remaining } = document;
    const [word, style, sentence] =
      verdict === 'erased'
        ? (['ERASED', 'good', `${rows} side-table rows; every proof stays valid`] as const)
        : verdict === 'in-files'
          ? (['IN FILES', 'warn', 'no side table holds it'] as const)
          : (['NOT FOUND', 'bad', 'no side table and no file of an admission holds it'] as const);
    return [
      { kind: 'text', lines: [[{ text: `${word}  `, style }, { text: sentence }]] },
      ...(remaining.length === 0
        ? []
        : [
            { kind: 'heading' as const, level: 2 as const, text: 'Files of yours that still hold it' },
            {
              kind: 'list' as const,
              items: remaining.map(
                ({ file, lines }) => `${file}: ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`,
              ),
            },
          ]),
    ];
  });
}
