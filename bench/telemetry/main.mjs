// @ts-check
// What the guard's telemetry sees of an attack and at which account, how often it cries wolf, and what it costs.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startProgress } from '../progress.mjs';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, orDash, plainTable } from '../table.mjs';
import { runClean } from './run-clean.mjs';
import { runCost } from './run-cost.mjs';
import { KINDS, runDetection } from './run-detection.mjs';
import { runLift } from './run-lift.mjs';

const USAGE = `usage: node --expose-gc bench/telemetry/main.mjs [options]
  --parts detection,clean,lift,cost   all by default
  --seeds 2                           histories, months and choices of triggers
  --conversations 10000               of the history and of the measured month, each
  --triggers 5                        of each kind and seed, all in one month
  --accounts 8                        that activate each trigger, once each
  --surprise 16                       threshold of the detection part
  --surprises 12,14,16,20             thresholds of the clean part
  --runs 20                           of the lift part, for each lift
  --requests 100000                   conversations of the cost part; 10000000 for the full size
  --data DIR                          real chat files (*.jsonl, *.jsonl.gz); accounts, tenants and times are made up
  --show                              print every false incident
  --markdown FILE`;

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'detection,clean,lift,cost' },
    seeds: { type: 'string', default: '2' },
    conversations: { type: 'string', default: '10000' },
    triggers: { type: 'string', default: '5' },
    accounts: { type: 'string', default: '8' },
    surprise: { type: 'string', default: '16' },
    surprises: { type: 'string', default: '12,14,16,20' },
    runs: { type: 'string', default: '20' },
    requests: { type: 'string', default: '100000' },
    data: { type: 'string' },
    show: { type: 'boolean', default: false },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const parts = values.parts.split(',');
const seeds = Number(values.seeds);
const conversations = Number(values.conversations);
/** @type {import('../table.mjs').Table[]} */
const tables = [];

if (parts.includes('detection')) {
  const cells = seeds * (KINDS.length + (values.data === undefined ? 0 : 30));
  const found = await runDetection(
    {
      seeds,
      conversations,
      triggers: Number(values.triggers),
      accounts: Number(values.accounts),
      surprise: Number(values.surprise),
      data: values.data,
    },
    startProgress(cells),
  );
  const rows = [...found].flatMap(([name, kinds]) =>
    [...kinds].map(([kind, at]) => {
      const by = (/** @type {number} */ most) => `${at.filter((one) => one > 0 && one <= most).length}`;
      return [name, kind, `${at.length}`, by(3), by(4), by(5), by(6), by(Number(values.accounts))];
    }),
  );
  tables.push({
    title: 'Triggers with an incident, by the account that raised it',
    notes: [
      `Threshold ${values.surprise}. Each trigger is activated once by each of ${values.accounts} accounts of up to 4 tenants.`,
    ],
    header: ['traffic', 'kind', 'triggers', 'by 3rd', 'by 4th', 'by 5th', 'by 6th', `by ${values.accounts}th`],
    rows,
  });
}
if (parts.includes('clean')) {
  const surprises = values.surprises.split(',').map(Number);
  const cells = await runClean(
    { seeds, conversations, surprises, data: values.data, show: values.show },
    startProgress(seeds * (values.data === undefined ? 1 : 6)),
  );
  tables.push({
    title: 'False incidents for every 30,000 clean conversations, by threshold',
    notes: [
      'History and measured conversations are disjoint. Real chat data has no accounts, tenants or times: they are made up.',
    ],
    header: ['traffic', 'history', 'measured', 'requests', ...surprises.map(String), 'lift', 'CPU ms each'],
    rows: [...cells].map(([name, { past, live, requests, cpuMs, incidents, lifts }]) => [
      name,
      `${Math.round(past / seeds)}`,
      `${live}`,
      `${requests}`,
      ...surprises.map((one) => (((incidents.get(one) ?? 0) * 30_000) / live).toFixed(1)),
      lifts.toFixed(0),
      (cpuMs / live).toFixed(3),
    ]),
  });
}
if (parts.includes('lift')) {
  const runs = Number(values.runs);
  const rows = runLift(runs, startProgress(6 * runs));
  tables.push({
    title: 'Requests that become more frequent with a new version of the model',
    notes: ['4,000 conversations of one intent under each version, 6.5 % of them requests under the first.'],
    header: ['lift', 'runs', 'seen', 'conversations until then (median)'],
    rows: rows.map(({ lift, seen, median }) => [`${lift}`, `${runs}`, `${seen}`, orDash(median)]),
  });
}
if (parts.includes('cost')) {
  const rows = await runCost(Number(values.requests), startProgress(100));
  tables.push({
    title: 'Cost and memory',
    notes: [
      'Memory is the JavaScript heap and all buffers of the process, generated month included. A state is saved in pieces, between',
      'which a host does other work: *longest* is the longest of them, *saving* their sum, in milliseconds, without the disk.',
    ],
    header: ['conversations', 'CPU ms each', 'MB', 'MB saved', 'saving', 'longest', 'generations'],
    rows: rows.map((row) => [
      `${row.conversations}`,
      row.cpuMs.toFixed(3),
      row.megabytes.toFixed(0),
      row.savedMegabytes.toFixed(1),
      row.savingMs.toFixed(0),
      row.longestMs.toFixed(0),
      `${row.turns}`,
    ]),
  });
}
const footer = describeProvenance(provenance());
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${footer}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${footer}\n`);
}
