// @ts-check

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly string[]} notes
 * @property {readonly string[]} header
 * @property {readonly (readonly string[])[]} rows
 */

/**
 * An aligned table for a terminal; numbers to the right.
 * @param {Table} table
 */
export function plainTable({ title, notes, header, rows }) {
  const lines = [header, ...rows];
  const widths = header.map((_, at) => Math.max(...lines.map((row) => (row[at] ?? '').length)));
  const numeric = header.map((_, at) => rows.every((row) => /^[-\d.,/ %<>]*$/.test(row[at] ?? '')));
  const body = lines.map((row) =>
    row
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...body, ...notes, ''].join('\n');
}

/** @param {Table} table */
export function markdownTable({ title, notes, header, rows }) {
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`## ${title}`, '', line(header), line(header.map(() => '---')), ...rows.map(line), '', ...notes, ''].join(
    '\n',
  );
}

/** @param {number} ratio */
export function percent(ratio) {
  if (ratio > 0 && ratio < 0.0001) return '<0.01 %';
  return `${(100 * ratio).toFixed(ratio > 0 && ratio < 0.02 ? 2 : 0)} %`;
}

/** @param {number | null} value */
export function orDash(value, digits = 0) {
  return value === null ? '-' : value.toFixed(digits);
}
