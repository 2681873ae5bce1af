import { visibleText } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';

/**
 * Shows what will be signed and, where someone can be asked, asks. Shown on stderr, so that `--json` stays a document.
 * The text is made from exactly the bytes that are signed; it is made inert once more, for this terminal.
 */
export async function confirmSigning(io: CommandIo, isJson: boolean, rendered: string): Promise<boolean> {
  const lines = rendered.split('\n').map((line) => visibleText(line));
  io.err(`${lines.join('\n')}\n`);
  if (!io.isInteractive || isJson) return true;
  return /^y(?:es)?$/i.test(await io.ask('Sign exactly this? [y/N] '));
}
