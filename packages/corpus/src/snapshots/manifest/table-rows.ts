/** A row of a table, with the line on which it begins. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Longest cell, UTF-16 units: captions of image corpora stay far under it; stops an unclosed quote (CWE-770). */
export const MAX_CELL_LENGTH = 65_536;

/** Most columns of a table (CWE-770). */
export const MAX_COLUMNS = 1024;

/** Cuts text into rows. */
export interface RowSplitter {
  /** The rows that end in a piece of text; `fault` says why the rest cannot be told apart. */
  feed(text: string): { readonly rows: readonly TableRow[]; readonly fault?: string };
  finish(): { readonly rows: readonly TableRow[]; readonly fault?: string };
}

/**
 * Comma- or tab-separated values (RFC 4180): quoted cells may hold the separator, newlines and doubled quotes. After a
 * fault nothing is read on: with a quote in the wrong place every later row may be another one.
 */
export function splitRows(separator: ',' | '\t'): RowSplitter {
  let cells: string[] = [];
  let cell = '';
  let line = 1;
  let rowLine = 1;
  /** `start` of a cell, `plain`, inside `quoted`, or after a quote that may `close` it. */
  let state: 'start' | 'plain' | 'quoted' | 'close' = 'start';
  let isReturn = false;
  let fault: string | undefined;
  let rows: TableRow[] = [];

  const endCell = (): void => {
    cells.push(cell);
    cell = '';
    state = 'start';
    if (cells.length > MAX_COLUMNS) fault = `a row has more than ${MAX_COLUMNS} columns`;
  };
  const endRow = (): void => {
    const isBlank = cells.length === 0 && cell === '' && state === 'start';
    if (!isBlank) {
      endCell();
      rows.push({ line: rowLine, cells });
    }
    cells = [];
    rowLine = line;
  };
  const add = (character: string): void => {
    cell += character;
    if (cell.length > MAX_CELL_LENGTH) fault = `a cell is longer than ${MAX_CELL_LENGTH} characters`;
  };
  const step = (character: string): void => {
    const wasReturn = isReturn;
    isReturn = false;
    if (character === '\n') line++;
    if (state === 'quoted') {
      if (character === '"') state = 'close';
      else add(character);
    } else if (character === '"' && state === 'close') {
      add('"');
      state = 'quoted';
    } else if (character === '"' && state === 'start') state = 'quoted';
    else if (character === separator) endCell();
    else if (character === '\r') isReturn = true;
    else if (character === '\n') endRow();
    else if (state === 'close') fault = 'text follows a closing quote';
    else {
      if (wasReturn) add('\r');
      state = 'plain';
      add(character);
    }
  };
  const take = (): { readonly rows: readonly TableRow[]; readonly fault?: string } => {
    const taken = rows;
    rows = [];
    return { rows: taken, ...(fault === undefined ? {} : { fault: `line ${line}: ${fault}` }) };
  };
  return {
    feed: (text) => {
      for (let at = 0; at < text.length && fault === undefined; at++) step(text[at]!);
      return take();
    },
    finish: () => {
      if (fault === undefined && state === 'quoted') fault = 'a quote is not closed';
      if (fault === undefined) endRow();
      return take();
    },
  };
}
