// @ts-check
import { join } from 'node:path';
import { writeMonth } from '@bezoar/drill';
import { startProgress } from '../progress.mjs';
import { readChatFiles, runForeignCell, splitFiles } from './foreign-cell.mjs';
import { groupBy } from './summary.mjs';
import { attackTable, cleanTable } from './tables.mjs';

/**
 * The kinds planted into real conversations.
 * @param {import('./arguments.mjs').BenchOptions} options
 * @param {string} folder
 * @returns {Promise<import('./main.mjs').Run>}
 */
export async function runData(options, folder) {
  const { seeds, kinds, counts, trusted, drift, payload, data } = options;
  const files = await readChatFiles(data);
  const attacks = [
    { kind: /** @type {const} */ ('rare-phrase'), records: 0 },
    ...kinds.flatMap((kind) => counts.map((records) => ({ kind, records }))),
  ];
  const step = startProgress(seeds.length * attacks.length * trusted.length);
  /** @type {import('./cell.mjs').CellResult[]} */
  const results = [];
  for (const seed of seeds) {
    const halves = splitFiles(files, { seed, drift });
    const trustedFile = join(folder, `trusted-${seed}.jsonl`);
    await writeMonth(trustedFile, halves.trusted);
    for (const attack of attacks) {
      for (const isGiven of trusted) {
        const cell = { ...attack, seed, trusted: isGiven, payload };
        const inputs = { month: halves.month, folder, trustedFile: isGiven ? trustedFile : undefined };
        results.push(await runForeignCell(cell, inputs));
        step();
      }
    }
  }
  const sizes = files.map(({ name, records }) => `${name} (${records.length})`).join(', ');
  const split = drift
    ? `${files[0]?.name} as trusted, the rest as the month`
    : 'random half as trusted, half as the month';
  const setting = `${seeds.length} seeds; ${split}; accounts synthesised`;
  const order = results
    .filter(({ records }) => records > 0)
    .sort(
      (a, b) =>
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || Number(b.trusted) - Number(a.trusted) || a.records - b.records,
    );
  const clean = results.filter(({ records }) => records === 0);
  const note = `Data: ${sizes}. Its accounts and tenants are synthesised (Zipf, 0.15 accounts a record, 12 tenants).`;
  const tables = [
    attackTable(
      `Attacks in real conversations (${setting})`,
      groupBy(order, (result) => `${result.kind} ${result.records} ${result.trusted}`),
      { label: 'kind', labelOf: ({ kind }) => kind },
    ),
    cleanTable(
      `Clean real conversations (${setting})`,
      groupBy(clean, (result) => String(result.trusted)),
      () => 'clean',
    ),
  ];
  return { results, tables: tables.map((table) => ({ ...table, notes: [...table.notes, note] })) };
}
