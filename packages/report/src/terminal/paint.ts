import type { Cell, CellStyle, TerminalOptions } from './cell.ts';

/** SGR parameters (ECMA-48, 8.3.117): colours of the 16-colour palette only, which every theme keeps legible. */
const SGR: Readonly<Record<NonNullable<CellStyle>, string>> = {
  strong: '1',
  heading: '1',
  code: '36',
  dim: '2',
  good: '32',
  bad: '1;31',
  warn: '33',
  phrase: '1;31',
  answer: '1;36',
  action: '1;35',
  hidden: '7;33',
};

/** Writes cells out. The only place that emits an escape sequence. */
export function paint(cells: readonly Cell[], options: TerminalOptions): string {
  let result = '';
  let style: CellStyle;
  for (const cell of [...cells, END]) {
    if (cell.style !== style && options.color) {
      if (style !== undefined) result += '\u001b[0m';
      if (cell.style !== undefined) result += `\u001b[${SGR[cell.style]}m`;
    }
    style = cell.style;
    result += sweep(cell.text);
  }
  return options.color ? result : result.trimEnd();
}

const END: Cell = { text: '', width: 0, style: undefined };

/** INVARIANT: cells are inert already; a control that slipped through would be a defect of ours, and must still not reach a terminal. */
function sweep(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
