import { UsageError } from '@bezoar/core';
import { erase } from '@bezoar/operations';
import type { CommandIo } from '../terminal/io.ts';
import { locationOf } from './location.ts';
import { printResult } from './output/print.ts';

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
    const isDone = document.verdict === 'erased';
    return [
      {
        kind: 'text',
        lines: [
          [
            { text: isDone ? 'ERASED  ' : 'NOT FOUND  ', style: isDone ? 'good' : 'bad' },
            { text: isDone ? `${rows} side-table rows; every proof stays valid` : 'no side table holds it' },
          ],
        ],
      },
      ...(isDone
        ? [
            {
              kind: 'text' as const,
              tone: 'note' as const,
              lines: document.erased.map(
                ({ entry, leafIndices, files }) =>
                  `entry ${entry}: lines ${leafIndices.map((leaf) => leaf + 1).join(', ')} of the corpus in ${files.join(', ')} still hold the text`,
              ),
            },
          ]
        : []),
    ];
  });
}
