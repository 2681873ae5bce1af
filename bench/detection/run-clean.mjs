// @ts-check
import { startProgress } from '../progress.mjs';
import { runCell } from './cell.mjs';
import { groupBy } from './summary.mjs';
import { cleanTable } from './tables.mjs';
import { VARIATIONS } from './variations.mjs';

/**
 * Clean months under every variation, over the seeds.
 * @param {import('./arguments.mjs').BenchOptions} options
 * @param {string} folder
 * @returns {Promise<import('./main.mjs').Run>}
 */
export async function runClean(options, folder) {
  const { seeds, conversations, trusted } = options;
  const cells = VARIATIONS.flatMap(({ name, ...variation }) =>
    trusted.flatMap((isGiven) =>
      seeds.map((seed) => ({
        name,
        cell: {
          kind: /** @type {const} */ ('rare-phrase'),
          records: 0,
          seed,
          conversations,
          ...variation,
          trusted: isGiven,
        },
      })),
    ),
  );
  const step = startProgress(cells.length);
  /** @type {(import('./cell.mjs').CellResult & { variation: string })[]} */
  const results = [];
  for (const { name, cell } of cells) {
    results.push({ ...(await runCell(cell, { folder })), variation: name });
    step();
  }
  const nameOf = (/** @type {object} */ result) => ('variation' in result ? String(result.variation) : '');
  const groups = groupBy(results, (result) => `${nameOf(result)} ${result.trusted}`);
  return {
    results,
    tables: [
      cleanTable(`Clean months that vary (${seeds.length} seeds, ${conversations} conversations)`, groups, nameOf),
    ],
  };
}
