import { drift, driftBlocks, driftHeadline, driftReport } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { headlineBlock, printResult, reportWriter } from '../output/print.ts';

/** Runs `bezoar drift`. Returns the exit code. */
export async function driftCommand(
  io: CommandIo,
  flags: { readonly config?: string; readonly report: readonly string[]; readonly json: boolean },
): Promise<number> {
  const writeReport = await reportWriter(io, flags.report);
  const progress = startProgress(io, () => performance.now());
  let document: Awaited<ReturnType<typeof drift>>;
  try {
    document = await drift({
      location: locationOf(io, flags),
      ...(io.environment.BEZOAR_CANARY_HEADERS === undefined
        ? {}
        : { canaryHeaders: io.environment.BEZOAR_CANARY_HEADERS }),
      signal: io.signal,
      onEvent: ({ check, done, total }) => progress.update(check, done, total),
    });
  } finally {
    progress.clear();
  }
  await writeReport(() => driftReport(document));
  return printResult(io, document, flags.json, () => [
    headlineBlock(driftHeadline(document)),
    ...driftBlocks(document),
  ]);
}
