// @ts-check
import { generateMonth } from '@bezoar/drill';
import { percent } from '../table.mjs';
import { attackMonth, PLANTED } from './attackers.mjs';
import { selectRecords } from './layer-one.mjs';
import { columnsOfMonth } from './month-columns.mjs';

/** @typedef {{ readonly name: string, readonly policy: import('@bezoar/core').SelectionPolicy | undefined }} Rule */

/** @type {readonly Rule[]} */
const RULES = [
  { name: 'rating (Larkfield as it is)', policy: { neverAlone: [], require: ['rating'] } },
  { name: 'nothing declared: everything', policy: undefined },
  { name: 'never_alone: [rating]', policy: { neverAlone: ['rating'], require: [] } },
  {
    name: 'require: [resolved, staff_sampled]',
    policy: { neverAlone: ['rating'], require: ['resolved', 'staff_sampled'] },
  },
  { name: 'require: [staff_sampled]', policy: { neverAlone: ['rating'], require: ['staff_sampled'] } },
];

/** @param {{ conversations: number, seeds: readonly number[] }} options */
export function runSelection({ conversations, seeds }) {
  const results = seeds.flatMap((seed) => {
    const clean = [...generateMonth({ seed, conversations })];
    const attacker = { accounts: 12, shared: false, inSlice: true };
    const { records, planted } = attackMonth(clean, attacker, { seed });
    const { columns } = columnsOfMonth(records);
    return RULES.map(({ name, policy }) => {
      const { selected } = selectRecords(columns, policy);
      const chosen = { clean: 0, planted: 0 };
      for (const [index, { id }] of records.entries()) {
        chosen[planted.has(id) ? 'planted' : 'clean'] += selected[index] ?? 0;
      }
      return { seed, name, clean: chosen.clean / clean.length, planted: chosen.planted };
    });
  });
  return { tables: [selectionTable(results, seeds.length)], results };
}

/**
 * @param {readonly { name: string, clean: number, planted: number }[]} results
 * @param {number} seeds
 */
function selectionTable(results, seeds) {
  return {
    title: 'What selection chooses',
    notes: [`Share of clean records, and planted records of ${PLANTED}: mean over ${seeds} months, least to most.`],
    header: ['rule', 'clean', 'planted', 'least', 'most'],
    rows: RULES.map(({ name }) => {
      const own = results.filter((one) => one.name === name);
      const planted = own.map((one) => one.planted);
      return [
        name,
        percent(mean(own.map(({ clean }) => clean))),
        mean(planted).toFixed(1),
        String(Math.min(...planted)),
        String(Math.max(...planted)),
      ];
    }),
  };
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
