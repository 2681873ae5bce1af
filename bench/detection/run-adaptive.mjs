// @ts-check
import { PAYLOAD_KINDS } from '@bezoar/drill';
import { startProgress } from '../progress.mjs';
import { runCell } from './cell.mjs';
import { groupBy } from './summary.mjs';
import { attackTable } from './tables.mjs';

/** Decoys for each planted record. */
const DECOY_RATIO = 4;

/**
 * An attacker who knows the detector: every payload behind one kind of trigger, and decoys that dilute it.
 * @param {import('./arguments.mjs').BenchOptions} options
 * @param {string} folder
 * @returns {Promise<import('./main.mjs').Run>}
 */
export async function runAdaptive(options, folder) {
  const { seeds, counts, conversations, trusted, declared, goodwill } = options;
  const mix = goodwill === 0 ? {} : { goodwillWithoutLookup: goodwill };
  const ways = [
    ...PAYLOAD_KINDS.map((payload) => ({ payload, decoyRatio: 0 })),
    { payload: /** @type {const} */ ('credit'), decoyRatio: DECOY_RATIO },
    { payload: /** @type {const} */ ('claim-only'), decoyRatio: DECOY_RATIO },
  ];
  const cells = seeds.flatMap((seed) =>
    ways.flatMap((way) =>
      counts.flatMap((records) =>
        trusted.map((isGiven) => ({
          ...way,
          kind: /** @type {const} */ ('rare-phrase'),
          records,
          seed,
          conversations,
          trusted: isGiven,
          declared,
          mix,
          trustedMix: mix,
        })),
      ),
    ),
  );
  const step = startProgress(cells.length);
  /** @type {import('./cell.mjs').CellResult[]} */
  const results = [];
  for (const cell of cells) {
    results.push(await runCell(cell, { folder }));
    step();
  }
  const place = (/** @type {import('./cell.mjs').CellResult} */ { payload, decoyRatio }) =>
    ways.findIndex((way) => way.payload === payload && way.decoyRatio === decoyRatio);
  results.sort((a, b) => place(a) - place(b) || Number(b.trusted) - Number(a.trusted) || a.records - b.records);
  const table = attackTable(
    `Adaptive attacker (rare-phrase, ${seeds.length} seeds, ${conversations} conversations, goodwill ${goodwill})`,
    groupBy(results, (result) => `${place(result)} ${result.records} ${result.trusted}`),
    {
      label: 'payload',
      labelOf: ({ payload, decoyRatio }) => (decoyRatio ? `${payload}, ${decoyRatio} decoys each` : String(payload)),
    },
  );
  const note = 'Decoys carry the trigger and an honest reply; they count towards a true family, not towards recall.';
  return { results, tables: [{ ...table, notes: [...table.notes, note] }] };
}
