import { absorb, absorbBlocks } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { startProgress } from '../../terminal/progress.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

/** Flags of `bezoar absorb`. */
export interface AbsorbFlags {
  readonly kind: 'feedback' | 'memory' | 'document';
  readonly out?: string;
  readonly config?: string;
  readonly excerpts: boolean;
  readonly json: boolean;
}

/** Runs `bezoar absorb`. Returns the exit code. */
export async function absorbCommand(io: CommandIo, files: readonly string[], flags: AbsorbFlags): Promise<number> {
  const progress = startProgress(io, () => performance.now());
  let document: Awaited<ReturnType<typeof absorb>>;
  try {
    document = await absorb({
      files,
      kind: flags.kind,
      project: locationOf(io, flags),
      standardInput: io.stdin,
      signal: io.signal,
      onItems: (items) => progress.update(`judging, ${items} items`, 0, 0),
      ...(flags.out === undefined ? {} : { out: flags.out }),
    });
  } finally {
    progress.clear();
  }
  const exit = printResult(io, document, flags.json, () => absorbBlocks(document, { excerpts: flags.excerpts }));
  const { output, policy, ledger } = document;
  if (output !== null) {
    io.err(
      `absorbed: ${output.absorbed.path} (${output.absorbed.items})\nheld: ${output.held.path} (${output.held.items})\n`,
    );
  }
  if (policy !== null) io.err(`policy: ${policy.path} sha256 ${policy.digest} (${policy.state})\n`);
  if (ledger !== null) io.err(`ledger: entry ${ledger.index}, root ${ledger.root}\n`);
  return exit;
}
