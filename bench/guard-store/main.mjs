// @ts-check
// What a durable reservation costs beside a flush of the same disk, alone and in batches, and how that grows with the store.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';

const USAGE =
  'usage: node bench/guard-store/main.mjs [--stores sqlite,postgres] [--batches 1,32,256] [--transactions 200] [--sizes 1000,20000] [--folder DIR] [--json FILE] [--markdown FILE]';
const CHILD = fileURLToPath(new URL('./guard-store-child.mjs', import.meta.url));

const { values } = parseArgs({
  options: {
    stores: { type: 'string', default: 'sqlite,postgres' },
    batches: { type: 'string', default: '1,32,256' },
    transactions: { type: 'string', default: '200' },
    sizes: { type: 'string', default: '1000,20000' },
    folder: { type: 'string', default: tmpdir() },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

/** @typedef {{ kind: string, size: number, transactions: number, seconds: number, flushSeconds: number, cpuSeconds: number, serverSeconds: number, medianMs: number, p99Ms: number, peakBytes: number }} ReserveResult */
/** @typedef {{ kind: string, size: number, single: ReserveResult, batched: ReserveResult, openMs: number, usageMs: number, counters: number, bytes: number, peakBytes: number }} GrowthResult */

/** @type {ReserveResult[]} */
const reserves = [];
/** @type {GrowthResult[]} */
const growth = [];
const load = loadavg()[0] ?? 0;
for (const kind of values.stores.split(',')) {
  for (const size of values.batches.split(',')) {
    process.stderr.write(`${kind}: transactions of ${size}\n`);
    reserves.push(...(await runChild('reserve', kind, values.folder, size, values.transactions)));
  }
  if (values.sizes === '') continue;
  process.stderr.write(`${kind}: growth\n`);
  const rows = await runChild('grow', kind, values.folder, values.sizes);
  growth.push(...rows.map((/** @type {GrowthResult} */ row) => ({ ...row, kind })));
}

const tables = [reserveTable(), ...(growth.length === 0 ? [] : [growthTable()])];
const origin = provenance();
const footer = `${describeProvenance(origin)} Load at the start: ${load.toFixed(1)}.`;
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${footer}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${footer}\n`);
}
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ ...origin, load, reserves, growth }, null, 1)}\n`);
}

function reserveTable() {
  return {
    title: 'Durable reservations',
    notes: [
      '*flush* is one page of 4 KiB written and flushed, on the same disk, in turns with the store; *ratio* is the time of a',
      'transaction over that of a flush. Three counters and three holds a request. *server* is CPU of PostgreSQL.',
    ],
    header: [
      'store',
      'batch',
      'ms a transaction',
      'median',
      'p99',
      'flush ms',
      'ratio',
      'requests/s',
      'CPU µs',
      'server µs',
      'peak MB',
    ],
    rows: reserves.map((row) => {
      const { kind, size, transactions, seconds, flushSeconds, cpuSeconds, serverSeconds } = row;
      const requests = transactions * size;
      return [
        kind,
        String(size),
        ((1000 * seconds) / transactions).toFixed(2),
        row.medianMs.toFixed(2),
        row.p99Ms.toFixed(2),
        ((1000 * flushSeconds) / transactions).toFixed(2),
        (seconds / flushSeconds).toFixed(1),
        (requests / seconds).toFixed(0),
        ((1e6 * cpuSeconds) / requests).toFixed(0),
        kind === 'sqlite' ? '-' : ((1e6 * serverSeconds) / requests).toFixed(0),
        (row.peakBytes / 1e6).toFixed(0),
      ];
    }),
  };
}

function growthTable() {
  return {
    title: 'Growth with the reservations there are',
    notes: [
      'All of them are done and still count. *1* and *32* are transactions of one and of 32 requests. *open*: 100 of those whose',
      'outcome is open; *usage*: every counter. The peak is that of the guard alone and holds what filled the store.',
    ],
    header: [
      'store',
      'reservations',
      'ms (1)',
      'ratio',
      'CPU µs',
      'ms (32)',
      'ratio',
      'CPU µs',
      'server µs',
      'open ms',
      'usage ms',
      'counters',
      'MB',
      'peak MB',
    ],
    rows: growth.map(({ kind, size, single, batched, openMs, usageMs, counters, bytes, peakBytes }) => [
      kind,
      String(size),
      ((1000 * single.seconds) / single.transactions).toFixed(2),
      (single.seconds / single.flushSeconds).toFixed(1),
      ((1e6 * single.cpuSeconds) / single.transactions).toFixed(0),
      ((1000 * batched.seconds) / batched.transactions).toFixed(2),
      (batched.seconds / batched.flushSeconds).toFixed(1),
      ((1e6 * batched.cpuSeconds) / batched.transactions / 32).toFixed(0),
      kind === 'sqlite' ? '-' : ((1e6 * batched.serverSeconds) / batched.transactions / 32).toFixed(0),
      openMs.toFixed(1),
      usageMs.toFixed(1),
      String(counters),
      (bytes / 1e6).toFixed(1),
      (peakBytes / 1e6).toFixed(0),
    ]),
  };
}

/** @param {string[]} args */
async function runChild(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, ...args]);
  return JSON.parse(stdout);
}
