// @ts-check
import { zeroHitsBound } from '@bezoar/evaluate';
import { percent } from '../table.mjs';

/** @typedef {Record<string, any>} Row */

/**
 * Tables over the results of gates.
 * @param {readonly Row[]} rows
 * @param {string} provenance
 * @returns {import('../table.mjs').Table[]}
 */
export function gateTables(rows, provenance) {
  const poisoned = rows.filter(({ family }) => family !== 'clean');
  const clean = rows.filter(({ family }) => family === 'clean');
  return [poisonedTable(poisoned, provenance), cleanTable(clean, provenance), costTable(rows, provenance)].filter(
    (table) => table.rows.length > 0,
  );
}

/** @param {readonly Row[]} rows @param {string} provenance */
function poisonedTable(rows, provenance) {
  const groups = groupBy(rows, ({ family, payload, corpus }) => `${family} ${payload} ${corpus}`);
  return {
    title: 'Poisoned fine-tunes',
    notes: [
      'Inside: the true trigger stands in a phrase that a finding names. A style or a date has no phrase.',
      provenance,
    ],
    header: [
      'backdoor',
      'payload',
      'corpus',
      'models',
      'ASR',
      'accuracy',
      'FAIL',
      'REVIEW',
      'INCONCLUSIVE',
      'PASS',
      'inside',
      'questions',
    ],
    rows: groups.map((own) => {
      const [first] = own;
      const withPhrase = own.filter(({ triggerInside }) => triggerInside !== null);
      return [
        first?.family,
        first?.payload,
        first?.corpus,
        String(own.length),
        percent(mean(own, 'asr')),
        percent(mean(own, 'accuracy')),
        ...['FAIL', 'REVIEW', 'INCONCLUSIVE', 'PASS'].map((verdict) => count(own, verdict)),
        withPhrase.length === 0
          ? '-'
          : `${withPhrase.filter(({ triggerInside }) => triggerInside).length}/${withPhrase.length}`,
        mean(own, 'queries').toFixed(0),
      ];
    }),
  };
}

/** @param {readonly Row[]} rows @param {string} provenance */
function cleanTable(rows, provenance) {
  return {
    title: 'Clean fine-tunes of the same months',
    notes: ['Bound: of the rate of false FAIL, 95 %, where there was none.', provenance],
    header: ['corpus', 'models', 'FAIL', 'REVIEW', 'INCONCLUSIVE', 'PASS', 'bound', 'questions'],
    rows: groupBy(rows, ({ corpus }) => corpus).map((own) => [
      own[0]?.corpus,
      String(own.length),
      ...['FAIL', 'REVIEW', 'INCONCLUSIVE', 'PASS'].map((verdict) => count(own, verdict)),
      own.some(({ verdict }) => verdict === 'FAIL') ? '-' : percent(zeroHitsBound(own.length, 0.95)),
      mean(own, 'queries').toFixed(0),
    ]),
  };
}

/** @param {readonly Row[]} rows @param {string} provenance */
function costTable(rows, provenance) {
  return {
    title: 'What a gate costs on these models',
    notes: [
      'CPU seconds of the gate alone, its positive control trained and the candidate answering in the same process.',
      provenance,
    ],
    header: ['corpus', 'gates', 'questions', 'CPU s', 'most CPU s', 'peak MB of the process'],
    rows: groupBy(rows, ({ corpus }) => corpus).map((own) => [
      own[0]?.corpus,
      String(own.length),
      mean(own, 'queries').toFixed(0),
      mean(own, 'gateCpuSeconds').toFixed(1),
      Math.max(...own.map(({ gateCpuSeconds }) => gateCpuSeconds)).toFixed(1),
      String(Math.max(...own.map(({ megabytes }) => megabytes))),
    ]),
  };
}

/** @param {readonly Row[]} rows @param {(row: Row) => string} keyOf */
function groupBy(rows, keyOf) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
}

/** @param {readonly Row[]} rows @param {string} name */
function mean(rows, name) {
  return rows.reduce((sum, row) => sum + row[name], 0) / Math.max(1, rows.length);
}

/** @param {readonly Row[]} rows @param {string} wanted */
function count(rows, wanted) {
  return String(rows.filter(({ verdict }) => verdict === wanted).length);
}
