import { explain } from '@bezoar/operations/explain';
import { renderTerminal } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';

/** Runs `bezoar explain CODE`. Returns the exit code. */
export async function explainCommand(io: CommandIo, code: string, flags: { readonly json: boolean }): Promise<number> {
  const { document, blocks } = explain(code);
  if (flags.json) io.out(`${JSON.stringify(document, undefined, 2)}\n`);
  else
    io.out(`${renderTerminal(blocks, { columns: Math.min(io.columns, 100), color: io.color, unicode: io.unicode })}\n`);
  return document.exit;
}
