// @ts-check
// What `bezoar admit` with everything on leaves of an attack, and what it costs honest records beyond the caps.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { admitMonth } from './admit-month.mjs';

const USAGE = `usage: node bench/admission/main.mjs [options]
  --conversations 5000   of the month, and of the trusted one before it
  --seeds 3              months and triggers
  --attacks credit:12,credit:50,credit:250,false-fact:12,false-fact:50,none
                         payload and accounts, in 4 tenants; 250 records
  --records 250          planted
  --json FILE  --markdown FILE`;

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '5000' },
    seeds: { type: 'string', default: '3' },
    attacks: {
      type: 'string',
      default: 'none,credit:12,credit:50,credit:250,false-fact:12,false-fact:50,false-fact:250',
    },
    records: { type: 'string', default: '250' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const rows = [];
const results = [];
for (const attack of values.attacks.split(',')) {
  const [payload = 'none', accounts = '0'] = attack.split(':');
  const cells = [];
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    process.stderr.write(`${attack}, seed ${seed}\n`);
    const cell = await admitMonth({
      seed,
      conversations: Number(values.conversations),
      ...(payload === 'none'
        ? {}
        : { attack: { payload, accounts: Number(accounts), records: Number(values.records) } }),
    });
    cells.push(cell);
    results.push({ attack, seed, ...cell });
  }
  const range = (/** @type {(cell: typeof cells[number]) => number} */ of, digits = 0) => {
    const all = cells.map(of);
    const [low, high] = [Math.min(...all), Math.max(...all)].map((value) => value.toFixed(digits));
    return low === high ? String(low) : `${low}-${high}`;
  };
  rows.push([
    payload,
    payload === 'none' ? '-' : accounts,
    range(({ planted }) => planted),
    range(({ plantedAdmitted }) => plantedAdmitted),
    range(({ plantedAdmittedInSlice }) => plantedAdmittedInSlice),
    `${range(({ capLoss }) => 100 * capLoss, 1)} %`,
    `${range(({ capLossInSlice }) => 100 * capLossInSlice, 1)} %`,
    `${range(({ furtherLoss }) => 100 * furtherLoss, 2)} %`,
    range(({ cleanFlagged }) => cleanFlagged),
  ]);
}
const table = {
  title: `Everything on: scan with a trusted month, caps 5 and 12, slice 2 and 4 (${values.seeds} seeds, ${values.conversations} conversations)`,
  header: [
    'payload',
    'accounts',
    'planted',
    'admitted',
    'in the slice',
    'clean lost to caps',
    'of the slice',
    'beyond',
    'clean flagged',
  ],
  rows,
  notes: [
    'Candidates are all records: selection is off. 250 records with one rare phrase, rated helpful, from accounts of their own devices.',
    'clean lost to caps: kept out by a cap alone. beyond: by anything else (phrases, hazards, near-duplicates, anomalies), false alarms all.',
  ],
};
const origin = await provenance(process.argv.slice(2), 'bench/admission/main.mjs');
process.stdout.write(`${plainTable(table)}\n${describeProvenance(origin)}\n`);
if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ results, origin }, undefined, 2));
if (values.markdown !== undefined)
  await writeFile(values.markdown, `${markdownTable(table)}\n${describeProvenance(origin)}\n`);
