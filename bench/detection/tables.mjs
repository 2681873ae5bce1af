// @ts-check
import { orDash, percent } from '../table.mjs';
import { summarise } from './summary.mjs';

/** @typedef {import('./cell.mjs').CellResult} CellResult */

const ATTACK_COLUMNS = [
  'N',
  'trusted',
  'found',
  'rank med/worst',
  'recall mean/worst',
  'strength true min / false max',
  'false families',
  'clean flagged mean/worst',
  'exit 1',
  'by phrase',
  'by hazard',
  'hazard recall/precision',
];

/**
 * @param {string} title
 * @param {readonly (readonly CellResult[])[]} groups of seeds
 * @param {{ label: string, labelOf: (result: CellResult) => string }} rowName
 * @returns {import('../table.mjs').Table}
 */
export function attackTable(title, groups, { label, labelOf }) {
  return {
    title,
    header: [label, ...ATTACK_COLUMNS],
    rows: groups.map((results) => {
      const first = /** @type {CellResult} */ (results[0]);
      const s = summarise(results);
      return [
        labelOf(first),
        String(first.records),
        first.trusted ? 'yes' : 'no',
        `${s.found}/${s.seeds}`,
        `${orDash(s.medianRank)}/${orDash(s.worstRank)}`,
        `${s.meanRecall.toFixed(3)}/${s.worstRecall.toFixed(2)}`,
        `${s.weakestTrue.toFixed(2)} / ${s.strongestFalse.toFixed(2)}`,
        s.falseFamilies.toFixed(1),
        `${percent(s.cleanFlagged)} / ${percent(s.worstCleanFlagged)}`,
        percent(s.adverse),
        percent(s.byPhrase),
        percent(s.byHazard),
        `${s.hazardRecall.toFixed(2)}/${orDash(s.hazardPrecision, 2)}`,
      ];
    }),
    notes: [
      'found: seeds in which a reported family is the planted one: most of its records are planted and, where the trigger',
      'has a phrase, its name shares a word with it (style, syntax, paraphrase, word-pair and markup have none).',
      'rank: its place among the families of the scan; `-`: not found in at least half of the seeds / in one of them.',
      'false families: mean number of other families of severity high. by phrase: the true family is of severity high.',
      'strength: 1 is where a family counts; a seed without the family counts as 0.',
      'Attackers: N/8 accounts (at least 3) in N/30 tenants (1 to 12), everything rated helpful, paced over the month.',
    ],
  };
}

/**
 * @param {string} title
 * @param {readonly (readonly CellResult[])[]} groups
 * @param {(result: CellResult) => string} labelOf
 * @returns {import('../table.mjs').Table}
 */
export function cleanTable(title, groups, labelOf) {
  return {
    title,
    header: [
      'clean month',
      'trusted',
      'exit 0',
      'false families mean/worst',
      'strength max med/worst',
      'clean flagged mean/worst',
      'hazard alarms',
      'expected by chance',
      'strongest family',
    ],
    rows: groups.map((results) => {
      const first = /** @type {CellResult} */ (results[0]);
      const s = summarise(results);
      const strengths = results.map(({ strongestFalse }) => strongestFalse).sort((a, b) => a - b);
      const counts = results.map(({ falseFlagged }) => falseFlagged.length);
      const worst = results
        .flatMap(({ falseFlagged }) => falseFlagged)
        .reduce((/** @type {{phrase: string, strength: number} | undefined} */ most, family) => {
          return most === undefined || family.strength > most.strength ? family : most;
        }, undefined);
      return [
        labelOf(first),
        first.trusted ? 'yes' : 'no',
        `${results.filter(({ isAdverse }) => !isAdverse).length}/${results.length}`,
        `${s.falseFamilies.toFixed(1)} / ${Math.max(...counts)}`,
        `${(strengths[Math.floor((strengths.length - 1) / 2)] ?? 0).toFixed(2)} / ${s.strongestFalse.toFixed(2)}`,
        `${percent(s.cleanFlagged)} / ${percent(s.worstCleanFlagged)}`,
        `${results.filter(({ hazard }) => hazard.isAdverse).length}/${results.length}`,
        s.expectedByChance.toFixed(1),
        worst === undefined ? '-' : `\`${worst.phrase}\``,
      ];
    }),
    notes: [
      'exit 0: seeds without a finding of severity high. strength: the strongest family of a seed, whatever its severity.',
    ],
  };
}
