import { headlineOf, status, statusBlocks, statusReport } from '@bezoar/operations/status';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { headlineBlock, printResult, reportWriter } from '../output/print.ts';

/** Runs `bezoar status`. Returns the exit code. */
export async function statusCommand(
  io: CommandIo,
  flags: { readonly config?: string; readonly report: readonly string[]; readonly json: boolean },
): Promise<number> {
  const writeReport = await reportWriter(io, flags.report);
  const document = await status({ location: locationOf(io, flags) });
  await writeReport(() => statusReport(document));
  return printResult(io, document, flags.json, () => [headlineBlock(headlineOf(document)), ...statusBlocks(document)]);
}
