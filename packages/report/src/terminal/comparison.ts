import type { ComparisonBlock } from '../document/block.ts';
import { type Cell, cellsOf, ownCells, type TerminalOptions } from './cell.ts';
import { excerptLines } from './excerpt.ts';
import { padCells, wrapCells } from './layout.ts';

/** From this width on, both excerpts stand side by side: less than 70 columns each would cut every sentence. */
export const SIDE_BY_SIDE_COLUMNS = 144;

/** A record beside its counterfactual neighbour. */
export function comparisonLines(block: ComparisonBlock, options: TerminalOptions): readonly (readonly Cell[])[] {
  const caption = block.caption === undefined ? [] : wrapCells(cellsOf(block.caption, 'dim', options), options.columns);
  if (options.columns < SIDE_BY_SIDE_COLUMNS) {
    const left = excerptLines(block.left, options, options.columns);
    return [...caption, ...left, ...excerptLines(block.right, options, options.columns)];
  }
  const width = Math.floor((options.columns - 3) / 2);
  const left = excerptLines(block.left, options, width);
  const right = excerptLines(block.right, options, width);
  const divider = ownCells(options.unicode ? ' │ ' : ' | ', 'dim');
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    ...padCells(left[index] ?? [], width),
    ...divider,
    ...(right[index] ?? []),
  ]);
  return [...caption, ...rows];
}
