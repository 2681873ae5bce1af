// @ts-check

import { VARIATIONS } from '../detection/variations.mjs';
import { startProgress } from '../progress.mjs';
import { examine, read } from './examine.mjs';
import { scannedMonth, trustedMonth } from './months.mjs';
import { codesOf, summarise } from './summary.mjs';

/**
 * Findings of clean months: every one of them is a false alarm, but for what near-duplicates there are.
 * @param {import('./main.mjs').BenchOptions} options
 * @param {string} folder
 */
export async function runClean({ seeds, conversations, trusted }, folder) {
  const variations = VARIATIONS.filter((variation) => variation.conversations === undefined);
  const step = startProgress(variations.length * seeds.length);
  const results = [];
  for (const { name, mix, trustedMix } of variations) {
    for (const seed of seeds) {
      const before = trusted
        ? await read(trustedMonth(seed, { conversations, ...trustedMix }), folder, 'trusted.jsonl')
        : undefined;
      const month = await read(scannedMonth(seed, { conversations, ...mix }), folder, 'month.jsonl');
      const { findings, near, contributions, seconds } = await examine(month, before);
      results.push({
        variation: name,
        seed,
        ...summarise(findings),
        codes: codesOf(findings),
        superfluous: [...near.duplicates.leaders].filter((leader, record) => leader >= 0 && leader !== record).length,
        largest:
          near.duplicates.familyCount === 0 ? 1 : [...near.duplicates.familyOf].filter((family) => family === 0).length,
        largestContent:
          near.content.familyCount === 0 ? 1 : [...near.content.familyOf].filter((family) => family === 0).length,
        largestSlice: largestSlice(near.content.familyOf, contributions.inSlice),
        undecided: near.duplicates.undecided.length,
        seconds,
      });
      step();
    }
  }
  const rows = variations.map(({ name }) => {
    const own = results.filter(({ variation }) => variation === name);
    const sum = (/** @type {(result: (typeof own)[number]) => number} */ of) =>
      own.reduce((total, one) => total + of(one), 0);
    const max = (/** @type {(result: (typeof own)[number]) => number} */ of) => Math.max(...own.map(of));
    const said = new Set(own.flatMap(({ codes }) => codes.filter((code) => !code.endsWith(' info'))));
    return [
      name,
      String(own.length),
      String(sum(({ high }) => high)),
      String(sum(({ medium }) => medium)),
      String(sum(({ low }) => low)),
      (sum(({ superfluous }) => superfluous) / own.length).toFixed(0),
      String(max(({ largest }) => largest)),
      String(max(({ largestContent }) => largestContent)),
      String(max(({ largestSlice: slice }) => slice)),
      String(max(({ undecided }) => undecided)),
      [...said].sort().join(', '),
    ];
  });
  const setting = `${seeds.length} seeds, ${conversations} conversations, ${trusted ? 'with' : 'without'} a trusted month`;
  return {
    results,
    tables: [
      {
        title: `Clean months: near-duplicates and anomalies (${setting})`,
        notes: ['Findings are sums over the seeds; superfluous records a mean, families the largest of any seed.'],
        header: [
          'month',
          'scans',
          'high',
          'medium',
          'low',
          'superfluous',
          'largest family',
          'content',
          'in slice',
          'undecided',
          'low and above',
        ],
        rows,
      },
    ],
  };
}

/**
 * The most records of the slice in one family.
 * @param {Int32Array} familyOf
 * @param {Uint8Array} inSlice
 */
function largestSlice(familyOf, inSlice) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const [record, family] of familyOf.entries()) {
    if (family >= 0 && inSlice[record] === 1) counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
