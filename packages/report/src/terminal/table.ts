import type { TableBlock } from '../document/block.ts';
import { type Cell, cellsOf, cellsWidth, lineCells, ownCells, type TerminalOptions } from './cell.ts';
import { cutCells, padCells, wrapCells } from './layout.ts';

/** Spaces between two columns. */
const GAP = 2;
/** Narrowest column that still says something; a table whose columns would be narrower is stacked instead. */
const MIN_COLUMN_WIDTH = 6;

/** A table in at most `options.columns`: aligned where it fits, one field per line where it cannot. */
export function tableLines(table: TableBlock, options: TerminalOptions): readonly (readonly Cell[])[] {
  const titles = table.columns.map((column) => cellsOf(column.title, 'dim', options));
  const rows = table.rows.map((row) => table.columns.map((_, index) => lineCells(row[index] ?? '', options)));
  const caption = table.caption === undefined ? [] : wrapCells(cellsOf(table.caption, 'dim', options), options.columns);
  const widths = columnWidths(table, [titles, ...rows], options.columns);
  if (widths === undefined) return [...caption, ...stacked(titles, rows, options)];
  const rule = widths.map((width) => ownCells((options.unicode ? '─' : '-').repeat(width), 'dim'));
  return [...caption, ...[titles, rule, ...rows].map((row) => aligned(table, row, widths, options))];
}

function aligned(
  table: TableBlock,
  row: readonly (readonly Cell[])[],
  widths: readonly number[],
  options: TerminalOptions,
): readonly Cell[] {
  return row.flatMap((cell, index) => {
    const width = widths[index]!;
    const padded = padCells(cutCells(cell, width, options), width, table.columns[index]?.align);
    return index === 0 ? padded : [...ownCells(' '.repeat(GAP), undefined), ...padded];
  });
}

/** Widths of the columns, or `undefined` where no width in `available` would be legible. */
function columnWidths(
  table: TableBlock,
  rows: readonly (readonly (readonly Cell[])[])[],
  available: number,
): number[] | undefined {
  const natural = table.columns.map((_, index) =>
    Math.min(
      available,
      rows.reduce((widest, row) => Math.max(widest, cellsWidth(row[index] ?? [])), 1),
    ),
  );
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1) - available;
  // Growing columns give way first, then text, then numbers, each time the widest.
  const all = [...widths.keys()];
  const order = [
    all.filter((index) => table.columns[index]!.grow === true),
    all.filter((index) => table.columns[index]!.align !== 'right'),
    all,
  ];
  for (const [turn, indices] of order.entries()) {
    const floor = turn === 0 ? 2 * MIN_COLUMN_WIDTH : MIN_COLUMN_WIDTH;
    while (excess > 0) {
      const widest = indices.reduce((best, index) => (widths[index]! > (widths[best] ?? 0) ? index : best), -1);
      if (widest < 0 || widths[widest]! <= floor) break;
      widths[widest]!--;
      excess--;
    }
  }
  return excess > 0 ? undefined : widths;
}

function stacked(
  titles: readonly (readonly Cell[])[],
  rows: readonly (readonly (readonly Cell[])[])[],
  options: TerminalOptions,
): readonly (readonly Cell[])[] {
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : [[]]),
    ...row.flatMap((cell, index) => wrapCells([...titles[index]!, ...ownCells(': ', 'dim'), ...cell], options.columns)),
  ]);
}
