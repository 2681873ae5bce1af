// @ts-check
import { isAtLeast } from '@bezoar/core';
import { startProgress } from '../progress.mjs';
import { percent } from '../table.mjs';
import { plantVariant, VARIANTS } from './attacks.mjs';
import { examine, read } from './examine.mjs';
import { scannedMonth, trustedMonth } from './months.mjs';

const SEVERITY = ['low', 'medium', 'high'];

/**
 * How much of each attack findings of medium severity and above name, and how many clean records with it.
 * @param {import('./main.mjs').BenchOptions} options
 * @param {string} folder
 */
export async function runAttacks({ seeds, conversations, trusted }, folder) {
  const step = startProgress(VARIANTS.length * seeds.length);
  const results = [];
  for (const seed of seeds) {
    const before = trusted ? await read(trustedMonth(seed, { conversations }), folder, 'trusted.jsonl') : undefined;
    const clean = [...scannedMonth(seed, { conversations })];
    for (const variant of VARIANTS) {
      const { records, planted } = plantVariant(clean, variant, seed);
      const month = await read(records, folder, 'month.jsonl');
      const { findings, near } = await examine(month, before);
      const isPlanted = (/** @type {number} */ record) => planted.has(month.label(record));
      const named = new Set(
        findings.filter(({ finding }) => isAtLeast(finding.severity, 'medium')).flatMap((one) => one.records),
      );
      const graveNamed = new Set(
        findings.filter(({ finding }) => finding.severity === 'high').flatMap((one) => one.records),
      );
      /** @type {Record<string, string>} */
      const codes = {};
      for (const { finding, records: own } of findings) {
        if (own.filter(isPlanted).length * 2 <= own.length) continue;
        const code = finding.code.replace('corpus/', '');
        const known = SEVERITY.indexOf(codes[code] ?? '');
        if (SEVERITY.indexOf(finding.severity) > known) codes[code] = finding.severity;
      }
      results.push({
        ...variant,
        seed,
        recall: [...named].filter(isPlanted).length / planted.size,
        graveRecall: [...graveNamed].filter(isPlanted).length / planted.size,
        clean: [...named].filter((record) => !isPlanted(record)).length,
        graveClean: [...graveNamed].filter((record) => !isPlanted(record)).length,
        superfluous: [...near.duplicates.leaders].filter(
          (leader, record) => leader >= 0 && leader !== record && isPlanted(record),
        ).length,
        codes,
      });
      step();
    }
  }
  const rows = VARIANTS.map((variant) => {
    const own = results.filter(({ name, records }) => name === variant.name && records === variant.records);
    const mean = (/** @type {(result: (typeof own)[number]) => number} */ of) =>
      own.reduce((sum, one) => sum + of(one), 0) / own.length;
    const codes = new Map();
    for (const result of own) {
      for (const [code, severity] of Object.entries(result.codes)) {
        const key = `${code} ${severity}`;
        codes.set(key, (codes.get(key) ?? 0) + 1);
      }
    }
    return [
      variant.name,
      String(variant.records),
      String(variant.accounts),
      percent(mean(({ recall }) => recall)),
      mean(({ clean }) => clean).toFixed(1),
      percent(mean(({ graveRecall }) => graveRecall)),
      mean(({ graveClean }) => graveClean).toFixed(1),
      mean(({ superfluous }) => superfluous).toFixed(0),
      [...codes]
        .sort()
        .map(([key, count]) => `${key} ${count}`)
        .join(', ') || 'nothing',
    ];
  });
  const setting = `${seeds.length} seeds, ${conversations} conversations, ${trusted ? 'with' : 'without'} a trusted month`;
  return {
    results,
    tables: [
      {
        title: `Attacks that differ in volume, accounts, pace and wording (${setting})`,
        notes: [
          'Named: share of the planted records that some finding of medium severity or above names, and clean records that such findings name. High: the same for high findings.',
          'Superfluous: planted records that near-duplicate removal takes. Findings: those most of whose records are planted, with the gravest severity, and in how many scans.',
        ],
        header: ['attack', 'records', 'accounts', 'named', 'clean', 'high', 'clean', 'superfluous', 'findings'],
        rows,
      },
    ],
  };
}
