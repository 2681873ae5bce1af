// @ts-check
// What it costs to keep the provenance of every record, beside hashing the same rows and writing them plainly, and how long a
// look-up takes.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';

const USAGE =
  'usage: node bench/provenance/main.mjs [--sizes 65536,1000000] [--shapes full,lean] [--repeat 3] [--large] [--folder DIR] [--json FILE] [--markdown FILE]';
const CHILD = fileURLToPath(new URL('./provenance-child.mjs', import.meta.url));
/** What `--large` adds; full rows only. */
const LARGE = 10_000_000;

/** @typedef {{ seconds: number, cpuSeconds: number, peakBytes: number }} Cost */
/** @typedef {Cost & { rootHex: string, bytes: Record<string, number> }} ShardsCost */
/** @typedef {{ openMs: number, firstMs: number, p50: Record<string, number>, p99: Record<string, number>, peakBytes: number }} LookUps */
/** @typedef {{ shape: string, size: number, make: Cost, hash: Cost, plain: Cost & { rowBytes: number }, shards: ShardsCost, verify: Cost, lookUps: LookUps }} Result */

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '65536,1000000' },
    shapes: { type: 'string', default: 'full,lean' },
    repeat: { type: 'string', default: '3' },
    large: { type: 'boolean', default: false },
    folder: { type: 'string', default: join('.bezoar', 'bench') },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

await mkdir(values.folder, { recursive: true });
/** @type {Result[]} */
const results = [];
for (const shape of values.shapes.split(',')) {
  for (const size of values.sizes.split(',').map(Number)) results.push(await measure(shape, size));
}
if (values.large) results.push(await measure('full', LARGE));

const tables = [costTable(), storeTable(), lookUpTable()];
const origin = provenance();
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${describeProvenance(origin)}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${describeProvenance(origin)}\n`);
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ ...origin, results }, null, 1)}\n`);

/**
 * @param {string} shape
 * @param {number} size
 * @returns {Promise<Result>}
 */
async function measure(shape, size) {
  process.stderr.write(`${size} records, ${shape}\n`);
  const at = await mkdtemp(join(values.folder, 'provenance-'));
  const shardsAt = join(at, 'shards');
  // The largest once: it takes minutes, in which disturbances even out.
  const times = size >= LARGE ? 1 : Number(values.repeat);
  /** @param {string} task @param {string} folder */
  const least = async (task, folder) => {
    let best;
    for (let time = 0; time < times; time += 1) {
      if (task === 'shards') await rm(shardsAt, { recursive: true, force: true });
      const cost = await runChild(task, folder, shape, String(size));
      if (best === undefined || cost.cpuSeconds < best.cpuSeconds) best = cost;
    }
    return best;
  };
  try {
    const make = await least('make', at);
    const hash = await least('hash', at);
    const plain = await least('plain', at);
    const shards = await least('shards', shardsAt);
    const lookUps = await runChild('lookups', shardsAt, shape, String(size));
    const verify = await runChild('verify', shardsAt, shape, String(size));
    return { shape, size, make, hash, plain, shards, verify, lookUps };
  } finally {
    await rm(at, { recursive: true });
  }
}

function costTable() {
  return {
    title: 'Appending, durable',
    notes: [
      'Of several runs the one with the least processor time. *records/CPU-s*: of all threads, the making of the rows taken off.',
      '*SHA-256*: one hash over the bytes of each row, nothing else. *JSON Lines*: JSON.stringify and write, flushed as often.',
      '*growth*: exponent of the processor time between this size and the one before; 1 is linear. Peaks include about 45 MB of',
      'Node itself.',
    ],
    header: [
      ...['rows', 'records', 'B a row', 'wall s', 'CPU s', 'records/s', 'records/CPU-s', 'growth', 'peak MB'],
      ...['SHA-256 records/CPU-s', 'JSON Lines records/CPU-s', 'JSON Lines wall s'],
    ],
    rows: results.map((result) => {
      const { shape, size, make, hash, plain, shards } = result;
      const before = results.findLast((one) => one.shape === shape && one.size < size);
      const cpu = without(shards, make);
      const growth =
        before === undefined
          ? '-'
          : (Math.log(cpu / without(before.shards, before.make)) / Math.log(size / before.size)).toFixed(2);
      return [
        ...[shape, String(size), (plain.rowBytes / size - 1).toFixed(0), shards.seconds.toFixed(2), cpu.toFixed(2)],
        ...[(size / shards.seconds).toFixed(0), (size / cpu).toFixed(0), growth, (shards.peakBytes / 1e6).toFixed(0)],
        ...[(size / hash.cpuSeconds).toFixed(0), (size / without(plain, make)).toFixed(0), plain.seconds.toFixed(2)],
      ];
    }),
  };
}

function storeTable() {
  return {
    title: 'On disk, and verifying it',
    notes: [
      'Bytes a record: compressed rows, leaf hashes and tiles, index of three keys. *verify*: everything rehashed.',
    ],
    header: ['rows', 'records', 'B rows', 'B tree', 'B index', 'B in all', 'verify s', 'CPU s', 'peak MB'],
    rows: results.map(({ shape, size, shards: { bytes }, verify }) => {
      const tree = (bytes.tile0 ?? 0) + (bytes.tile1 ?? 0);
      const all = Object.values(bytes).reduce((sum, part) => sum + part, 0);
      return [
        ...[shape, String(size), ((bytes['rows.gz'] ?? 0) / size).toFixed(1), (tree / size).toFixed(1)],
        ...[((bytes.index ?? 0) / size).toFixed(1), (all / size).toFixed(1), verify.seconds.toFixed(2)],
        ...[verify.cpuSeconds.toFixed(2), (verify.peakBytes / 1e6).toFixed(0)],
      ];
    }),
  };
}

function lookUpTable() {
  return {
    title: 'Looking one record up by its id',
    notes: [
      'Milliseconds of 400 look-ups spread over the corpus, one after the other, each in turn: find, row, proof. *open*: the folder',
      'in a new process. *first*: the slowest of the first twenty. The files are in the page cache: nothing was dropped from it.',
    ],
    header: [
      'rows',
      'records',
      'open',
      'first',
      'find p50',
      'p99',
      'row p50',
      'p99',
      'proof p50',
      'p99',
      'all p50',
      'p99',
      'peak MB',
    ],
    rows: results.map(({ shape, size, lookUps: { openMs, firstMs, p50, p99, peakBytes } }) => [
      ...[shape, String(size), openMs.toFixed(1), firstMs.toFixed(1)],
      ...['find', 'row', 'prove', 'all'].flatMap((name) => [(p50[name] ?? 0).toFixed(2), (p99[name] ?? 0).toFixed(2)]),
      (peakBytes / 1e6).toFixed(0),
    ]),
  };
}

/**
 * @param {Cost} cost
 * @param {Cost} make
 */
function without(cost, make) {
  return cost.cpuSeconds - make.cpuSeconds;
}

/** @param {string[]} args */
async function runChild(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, ...args]);
  return JSON.parse(stdout);
}
