// @ts-check
// What near-duplicate search and anomalies say of clean months, of real text and of attacks that differ in volume, pace and wording.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { runAttacks } from './run-attacks.mjs';
import { runClean } from './run-clean.mjs';
import { runData } from './run-data.mjs';
import { runMisses } from './run-misses.mjs';

const USAGE = `usage: node bench/anomalies/main.mjs [options]
  --seeds 5                 seeds 1 to N
  --conversations 20000     of the month, and of the trusted month
  --clean                   clean months under realistic variation (the default)
  --attacks                 attacks that differ in volume, accounts, pace and wording
  --misses                  how many near-copies the search misses, by likeness
  --data DIR                near-duplicates of real chat files
  --no-trusted              without the trusted month
  --json FILE  --markdown FILE`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    conversations: { type: 'string', default: '20000' },
    clean: { type: 'boolean', default: false },
    attacks: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    data: { type: 'string' },
    'no-trusted': { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

/**
 * @typedef {object} BenchOptions
 * @property {readonly number[]} seeds
 * @property {number} conversations
 * @property {boolean} trusted
 * @property {string} data
 */
/** @type {BenchOptions} */
const options = {
  seeds: Array.from({ length: Number(values.seeds) }, (_, at) => at + 1),
  conversations: Number(values.conversations),
  trusted: !values['no-trusted'],
  data: values.data ?? '',
};
const run = values.attacks ? runAttacks : values.misses ? runMisses : values.data === undefined ? runClean : runData;
const folder = await mkdtemp(join(tmpdir(), 'bezoar-bench-'));
try {
  const { tables, results } = await run(options, folder);
  const origin = provenance();
  const footer = describeProvenance(origin);
  process.stdout.write(`${tables.map(plainTable).join('\n')}\n${footer}\n`);
  if (values.markdown !== undefined) {
    await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${footer}\n`);
  }
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ ...origin, results }, null, 1)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
