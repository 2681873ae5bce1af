import { exportProvenance, trace, traceBlocks } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

/** Flags of `bezoar trace`. */
export interface TraceFlags {
  readonly account?: string;
  readonly out?: string;
  readonly export?: string;
  readonly entry?: number;
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar trace`. Returns the exit code. */
export async function traceCommand(io: CommandIo, query: string | undefined, flags: TraceFlags): Promise<number> {
  if (flags.export !== undefined) {
    const exported = await exportProvenance({
      location: locationOf(io, flags),
      out: flags.export,
      ...(flags.entry === undefined ? {} : { entry: flags.entry }),
    });
    return printResult(io, exported, flags.json, () => [
      {
        kind: 'text',
        lines: [
          [
            { text: 'exported  ', style: 'good' },
            { text: `${exported.path}: ${exported.rows} rows of entry ${exported.entry}; nothing in it is proven` },
          ],
        ],
      },
    ]);
  }
  const document = await trace({
    location: locationOf(io, flags),
    ...(query === undefined ? {} : { query }),
    ...(flags.account === undefined ? {} : { account: flags.account }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
  if (flags.out !== undefined && document.proof !== null) io.err(`proof: ${flags.out}\n`);
  return printResult(io, document, flags.json, () => traceBlocks(document));
}
