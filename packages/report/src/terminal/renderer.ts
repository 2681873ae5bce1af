import type { Block } from '../document/block.ts';
import { blockLines } from './block.ts';
import type { TerminalOptions } from './cell.ts';
import { paint } from './paint.ts';

/** Narrowest terminal that is laid out for. */
export const MIN_COLUMNS = 20;

/**
 * Blocks as terminal text: no line wider than the terminal, no escape sequence that is not ours, one blank line
 * between blocks, a newline at the end.
 */
export function renderTerminal(blocks: readonly Block[], options: TerminalOptions): string {
  const resolved = { ...options, columns: Math.max(MIN_COLUMNS, Math.floor(options.columns) || MIN_COLUMNS) };
  const parts: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const previous = blocks[index - 1];
    // A heading and what it heads belong together; so do several commands or folded parts in a row.
    const isTight =
      previous !== undefined &&
      (previous.kind === 'heading' ||
        (previous.kind === block.kind && (block.kind === 'details' || block.kind === 'command')));
    if (index > 0 && !isTight) parts.push('');
    for (const line of blockLines(block, resolved)) parts.push(paint(line, resolved));
  }
  return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}
