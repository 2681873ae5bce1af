// @ts-check
// How fast and how large a scan is, beside what the machine allows.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { secondsToParse, secondsToRead } from './machine-limits.mjs';
import { cachedMonth, recordLength } from './month-cache.mjs';
import { scanTable } from './scan-table.mjs';

const USAGE = `usage: node bench/scan/main.mjs [--sizes 1000,10000,100000] [--workers 2] [--trusted-size N] [--cache DIR] [--json FILE] [--markdown FILE]`;
/** A trusted month is as large as the month up to here: one month of a mid-size product. */
const MAX_TRUSTED = 20_000;
const CHILD = fileURLToPath(new URL('./scan-child.mjs', import.meta.url));

/** @typedef {{ records: number, wallSeconds: number, cpuSeconds: number, peakBytes: number, stages: Record<string, number>, candidates: number, compared: number, unreadable: number }} ChildResult */
/** @typedef {ChildResult & { bytes: number, trustedRecords: number, readSeconds: number, parseSeconds: number }} ScanResult */

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    workers: { type: 'string', default: '2' },
    'trusted-size': { type: 'string' },
    cache: { type: 'string', default: join('.bezoar', 'bench') },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

/** @type {ScanResult[]} */
const results = [];
let length = { words: 0, tokens: 0 };
for (const size of values.sizes.split(',').map(Number)) {
  const month = await cachedMonth(values.cache, size, 'month');
  length = await recordLength(month.path);
  await secondsToRead(month.path);
  const limits = {
    readSeconds: await secondsToRead(month.path),
    parseSeconds: await secondsToParse(month.path),
  };
  const trustedRecords = Number(values['trusted-size'] ?? Math.min(size, MAX_TRUSTED));
  const trusted = await cachedMonth(values.cache, trustedRecords, 'trusted');
  for (const earlier of [undefined, trusted]) {
    process.stderr.write(`${size} records, ${earlier === undefined ? 'without' : 'with'} a trusted month\n`);
    const child = await scanInChild(month.path, earlier?.path);
    results.push({
      ...child,
      ...limits,
      bytes: month.bytes,
      trustedRecords: earlier === undefined ? 0 : trustedRecords,
    });
  }
}
const origin = provenance();
const table = scanTable(results, length, Number(values.workers));
process.stdout.write(`${plainTable(table)}\n${describeProvenance(origin)}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${markdownTable(table)}\n${describeProvenance(origin)}\n`);
}
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify({ ...origin, length, results }, null, 1)}\n`);

/**
 * @param {string} month
 * @param {string | undefined} trusted
 * @returns {Promise<ChildResult>}
 */
async function scanInChild(month, trusted) {
  const args = [CHILD, values.workers, month, ...(trusted === undefined ? [] : [trusted])];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}
