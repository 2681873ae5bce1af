import { type Cell, cellsWidth, ownCells, type TerminalOptions } from './cell.ts';

/** Cuts cells to at most `columns`, with an ellipsis where something was cut. */
export function cutCells(cells: readonly Cell[], columns: number, options: TerminalOptions): readonly Cell[] {
  if (cellsWidth(cells) <= columns) return cells;
  const ellipsis = ownCells(options.unicode ? '…' : '...', 'dim');
  const room = columns - cellsWidth(ellipsis);
  if (room < 0) return ownCells('.'.repeat(Math.max(0, columns)), 'dim');
  return [...takeWidth(cells, room), ...ellipsis];
}

/** Cuts cells to `columns` around the cell at `focus`, which stays visible. */
export function cropCells(
  cells: readonly Cell[],
  columns: number,
  focus: number,
  options: TerminalOptions,
): readonly Cell[] {
  if (cellsWidth(cells) <= columns) return cells;
  const ellipsis = ownCells(options.unicode ? '…' : '...', 'dim');
  let start = Math.max(0, Math.min(focus, cells.length - 1));
  // A third of the room goes to what stands before the focus.
  let before = 0;
  while (start > 0 && before + cells[start - 1]!.width <= columns / 3) before += cells[--start]!.width;
  if (start === 0) return cutCells(cells, columns, options);
  const room = columns - cellsWidth(ellipsis);
  // Room that the end leaves empty is given back to the beginning.
  let rest = cellsWidth(cells.slice(start));
  while (start > 0 && rest + cells[start - 1]!.width <= room) rest += cells[--start]!.width;
  return [...ellipsis, ...cutCells(cells.slice(start), room, options)];
}

/** Pads cells with spaces to exactly `columns`. */
export function padCells(cells: readonly Cell[], columns: number, align: 'left' | 'right' = 'left'): readonly Cell[] {
  const missing = columns - cellsWidth(cells);
  if (missing <= 0) return cells;
  const padding: Cell = { text: ' '.repeat(missing), width: missing, style: undefined };
  return align === 'right' ? [padding, ...cells] : [...cells, padding];
}

/** Breaks cells into lines of at most `columns`, at spaces where there are any. */
export function wrapCells(cells: readonly Cell[], columns: number): readonly (readonly Cell[])[] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let width = 0;
  let lastSpace = -1;
  for (const cell of cells) {
    if (width + cell.width > columns && line.length > 0) {
      const next = cell.text === ' ' ? [] : line.splice(lastSpace >= 0 ? lastSpace + 1 : line.length);
      lines.push(trimEnd(line));
      line = next;
      width = cellsWidth(line);
      lastSpace = -1;
      if (cell.text === ' ') continue;
    }
    if (cell.text === ' ') lastSpace = line.length;
    line.push(cell);
    width += cell.width;
  }
  if (line.length > 0 || lines.length === 0) lines.push(trimEnd(line));
  return lines;
}

function trimEnd(line: Cell[]): Cell[] {
  let end = line.length;
  while (end > 0 && line[end - 1]!.text === ' ') end--;
  return end === line.length ? line : line.slice(0, end);
}

function takeWidth(cells: readonly Cell[], columns: number): readonly Cell[] {
  let width = 0;
  let count = 0;
  for (const cell of cells) {
    width += cell.width;
    if (width > columns) break;
    count++;
  }
  return cells.slice(0, count);
}
