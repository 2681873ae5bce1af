import type { Block, Tone } from '../document/block.ts';
import { type Cell, type CellStyle, cellsOf, lineCells, ownCells, type TerminalOptions } from './cell.ts';
import { comparisonLines } from './comparison.ts';
import { excerptLines } from './excerpt.ts';
import { padCells, wrapCells } from './layout.ts';
import { plotLines } from './plot.ts';
import { tableLines } from './table.ts';

const TONE_STYLES: Readonly<Record<Tone, CellStyle>> = {
  normal: undefined,
  note: 'dim',
  good: 'good',
  bad: 'bad',
  warn: 'warn',
};

/** A block as lines of cells, none wider than `options.columns`. */
export function blockLines(block: Block, options: TerminalOptions): readonly (readonly Cell[])[] {
  switch (block.kind) {
    case 'heading':
      return wrapCells(lineCells(block.text, options, 'heading'), options.columns);
    case 'text': {
      const style = TONE_STYLES[block.tone ?? 'normal'];
      return block.lines.flatMap((line) => wrapCells(lineCells(line, options, style), options.columns));
    }
    case 'list':
      return block.items.flatMap((item) =>
        hanging(ownCells(options.unicode ? '• ' : '* ', 'dim'), lineCells(item, options), options),
      );
    case 'table':
      return tableLines(block, options);
    case 'excerpt':
      return excerptLines(block.excerpt, options, options.columns);
    case 'comparison':
      return comparisonLines(block, options);
    case 'plot':
      return plotLines(block.plot, options);
    case 'command':
      return [
        ...(block.note === undefined ? [] : wrapCells(cellsOf(block.note, 'dim', options), options.columns)),
        ...hanging(ownCells('  ', undefined), cellsOf(block.command, 'code', options), options),
      ];
    case 'details':
      return hanging(ownCells(options.unicode ? '▸ ' : '> ', 'dim'), lineCells(block.summary, options, 'dim'), options);
  }
}

/** Lines behind a bullet, the second and later ones indented by its width. */
function hanging(
  bullet: readonly Cell[],
  cells: readonly Cell[],
  options: TerminalOptions,
): readonly (readonly Cell[])[] {
  return wrapCells(cells, options.columns - 2).map((line, index) => [
    ...(index === 0 ? bullet : padCells([], 2)),
    ...line,
  ]);
}
