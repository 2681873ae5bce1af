import { promote, promoteBlocks, verifyBlocks, verifyModel } from '@bezoar/operations';
import type { CommandIo } from '../../terminal/io.ts';
import { locationOf } from '../location.ts';
import { printResult } from '../output/print.ts';

interface PromotionFlags {
  readonly config?: string;
  readonly json: boolean;
}

/** Runs `bezoar promote`. Returns the exit code: 1 where nothing lets the model through. */
export async function promoteCommand(io: CommandIo, model: string, flags: PromotionFlags): Promise<number> {
  const document = await promote({ location: locationOf(io, flags), model, signal: io.signal });
  return printResult(io, document, flags.json, () => promoteBlocks(document));
}

/** Runs `bezoar verify`. Returns the exit code: 1 where the model does not meet what is required. */
export async function verifyCommand(
  io: CommandIo,
  path: string,
  flags: PromotionFlags & { readonly require: readonly string[] },
): Promise<number> {
  const { require } = flags;
  const document = await verifyModel({ location: locationOf(io, flags), path, require, signal: io.signal });
  return printResult(io, document, flags.json, () => verifyBlocks(document));
}
