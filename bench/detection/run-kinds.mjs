// @ts-check
import { startProgress } from '../progress.mjs';
import { runCell } from './cell.mjs';
import { groupBy } from './summary.mjs';
import { attackTable, cleanTable } from './tables.mjs';

/**
 * Every kind at every count, and the clean month, over the seeds.
 * @param {import('./arguments.mjs').BenchOptions} options
 * @param {string} folder
 * @returns {Promise<import('./main.mjs').Run>}
 */
export async function runKinds(options, folder) {
  const { seeds, kinds, counts, conversations, trustedConversations, trusted, declared, goodwill, payload } = options;
  const mix = goodwill === 0 ? {} : { goodwillWithoutLookup: goodwill };
  const attacks = kinds.flatMap((kind) => counts.map((records) => ({ kind, records })));
  const cells = seeds.flatMap((seed) =>
    [{ kind: /** @type {const} */ ('rare-phrase'), records: 0 }, ...attacks].flatMap((attack) =>
      trusted.map((isGiven) => ({
        ...attack,
        seed,
        conversations,
        trusted: isGiven,
        declared,
        payload,
        mix,
        trustedMix: { ...mix, conversations: trustedConversations },
      })),
    ),
  );
  const step = startProgress(cells.length);
  /** @type {import('./cell.mjs').CellResult[]} */
  const results = [];
  for (const cell of cells) {
    results.push(await runCell(cell, { folder }));
    step();
  }
  const hazards = declared ? 'credit hazard declared' : 'hazards learned';
  const setting = `${seeds.length} seeds, ${conversations} conversations, ${trustedConversations} trusted, payload ${payload}, ${hazards}, goodwill ${goodwill}`;
  const planted = results.filter(({ records }) => records > 0);
  const order = [...planted].sort(
    (a, b) =>
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || Number(b.trusted) - Number(a.trusted) || a.records - b.records,
  );
  return {
    results,
    tables: [
      attackTable(
        `Attacks by kind (${setting})`,
        groupBy(order, ({ kind, records, trusted: isGiven }) => `${kind} ${records} ${isGiven}`),
        { label: 'kind', labelOf: ({ kind }) => kind },
      ),
      cleanTable(
        `Clean months (${setting})`,
        groupBy(
          results.filter(({ records }) => records === 0),
          (result) => String(result.trusted),
        ),
        () => 'clean',
      ),
    ],
  };
}
