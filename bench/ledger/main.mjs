// @ts-check
// What a durable commit costs beside what the disk asks for it, and how building and verifying a log grow with its size.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';

const USAGE =
  'usage: node bench/ledger/main.mjs [--sizes 10000,100000,1000000] [--batches 1,10,100,1000] [--folder DIR] [--json FILE] [--markdown FILE]';
const CHILD = fileURLToPath(new URL('./ledger-child.mjs', import.meta.url));
/** Commits per row: enough for a few seconds; the largest are fewer, so that no row writes more than 100 MB. */
const COMMITS = 1000;
const MAX_ENTRIES = 200_000;

/** @typedef {{ commits: number, perCommit: number, ledgerSeconds: number, diskSeconds: number, closeSeconds: number }} AppendResult */
/** @typedef {{ size: number, seconds: number, cpuSeconds: number, peakBytes: number, entryBytes: number }} SizeResult */

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    batches: { type: 'string', default: '1,10,100,1000' },
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
/** @type {AppendResult[]} */
const appends = [];
for (const perCommit of values.batches.split(',').map(Number)) {
  process.stderr.write(`commits of ${perCommit}\n`);
  const commits = Math.max(10, Math.min(COMMITS, Math.floor(MAX_ENTRIES / perCommit / 10) * 10));
  appends.push(await inFolder((at) => runChild('append', at, String(commits), String(perCommit))));
}
/** @type {{ build: SizeResult, verify: SizeResult }[]} */
const sizes = [];
for (const size of values.sizes.split(',').map(Number)) {
  process.stderr.write(`${size} entries\n`);
  sizes.push(
    await inFolder(async (at) => {
      const build = await runChild('build', at, String(size));
      const key = await readFile(join(at, 'key'), 'utf8');
      await runChild('verify', at, key);
      return { build, verify: await runChild('verify', at, key) };
    }),
  );
}

const tables = [appendTable(), sizeTable()];
const origin = provenance();
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${describeProvenance(origin)}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${describeProvenance(origin)}\n`);
}
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ ...origin, appends, sizes }, null, 1)}\n`);
}

function appendTable() {
  return {
    title: 'Durable appends',
    notes: [
      '*disk* is one append of the same bytes and one fdatasync per commit, on the same disk, in turns with the ledger; *ratio* is',
      'the time of the ledger over that of the disk.',
    ],
    header: ['entries a commit', 'commits', 'ms a commit', 'disk ms', 'ratio', 'entries/s'],
    rows: appends.map(({ commits, perCommit, ledgerSeconds, diskSeconds }) => [
      String(perCommit),
      String(commits),
      ((1000 * ledgerSeconds) / commits).toFixed(2),
      ((1000 * diskSeconds) / commits).toFixed(2),
      (ledgerSeconds / diskSeconds).toFixed(2),
      ((commits * perCommit) / ledgerSeconds).toFixed(0),
    ]),
  };
}

function sizeTable() {
  return {
    title: 'Growth with the size of the log',
    notes: [
      '*build*: commits of 1000, publication included. *verify*: second run, files in the page cache. *growth*: exponent of the',
      'wall time between this size and the one before; 1 is linear. Peaks include about 45 MB of Node itself.',
    ],
    header: [
      'entries',
      'MB',
      'build s',
      'CPU s',
      'growth',
      'peak MB',
      'verify s',
      'CPU s',
      'growth',
      'peak MB',
      'entries/s',
    ],
    rows: sizes.map(({ build, verify }, at) => [
      String(verify.size),
      ((verify.size * verify.entryBytes) / 1e6).toFixed(1),
      ...sizeCells(build, sizes[at - 1]?.build),
      ...sizeCells(verify, sizes[at - 1]?.verify),
      (verify.size / verify.seconds).toFixed(0),
    ]),
  };
}

/**
 * @param {SizeResult} result
 * @param {SizeResult | undefined} before
 */
function sizeCells({ size, seconds, cpuSeconds, peakBytes }, before) {
  const growth =
    before === undefined ? '-' : (Math.log(seconds / before.seconds) / Math.log(size / before.size)).toFixed(2);
  return [seconds.toFixed(2), cpuSeconds.toFixed(2), growth, (peakBytes / 1e6).toFixed(0)];
}

/**
 * Runs work in a new folder and removes it.
 * @template T
 * @param {(at: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inFolder(work) {
  const at = await mkdtemp(join(values.folder, 'ledger-'));
  try {
    return await work(at);
  } finally {
    await rm(at, { recursive: true });
  }
}

/** @param {string[]} args */
async function runChild(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, ...args]);
  return JSON.parse(stdout);
}
