// @ts-check
// One measurement in a process of its own, so that its peak memory is its own. Prints one JSON line.
import { hash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openShardReader } from '../../packages/ledger/dist/shards/reader/shard-reader.js';
// The built files: what is measured need not be exported to whoever uses the package.
import { encodeProvenanceRow } from '../../packages/ledger/dist/shards/row/encode-row.js';
import { verifyShards } from '../../packages/ledger/dist/shards/verification/verify-shards.js';
import { openShardWriter } from '../../packages/ledger/dist/shards/writer/shard-writer.js';
import { createSampleRows } from './sample-row.mjs';

const [task, folder = '', shape = 'full', count = '0'] = process.argv.slice(2);
const records = Number(count);
/** Rows that are made at once: they stay in the processor's cache, as those of a pipeline do. */
const BATCH = 512;

/** @param {ReturnType<typeof createSampleRows>} sample @param {number} from */
function batchOf(sample, from) {
  return Array.from({ length: Math.min(BATCH, records - from) }, (_, at) => sample.row(from + at));
}

/** Time, and processor time of all threads. */
function createStopwatch() {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      seconds: (performance.now() - startedAt) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
  };
}

/** The making of the rows, which every other run does as well. */
function measureMaking() {
  const sample = createSampleRows(shape);
  const stop = createStopwatch();
  let made = 0;
  for (let from = 0; from < records; from += BATCH) made += batchOf(sample, from).length;
  return { ...stop(), made };
}

/** The whole store, durable. */
async function measureShards() {
  const sample = createSampleRows(shape);
  const writer = await openShardWriter(folder);
  const stop = createStopwatch();
  for (let from = 0; from < records; from += BATCH) {
    for (const row of batchOf(sample, from)) {
      const wait = writer.append(row);
      if (wait !== undefined) await wait;
    }
  }
  const { rootHex } = await writer.finish();
  await writer.close();
  return { ...stop(), rootHex, bytes: await bytesIn(folder) };
}

/** The rows as they are, in one file, flushed every 65,536. */
async function measurePlain() {
  const sample = createSampleRows(shape);
  const file = await open(join(folder, 'rows.jsonl'), 'w');
  const stop = createStopwatch();
  let rowBytes = 0;
  for (let from = 0; from < records; from += BATCH) {
    const text = batchOf(sample, from).map((row) => `${JSON.stringify(row)}\n`);
    const bytes = Buffer.from(text.join(''), 'utf8');
    rowBytes += bytes.length;
    await file.write(bytes);
    if ((from + BATCH) % 65_536 === 0) await file.datasync();
  }
  await file.datasync();
  await file.close();
  return { ...stop(), rowBytes };
}

/** SHA-256 of as many rows, encoded before, and nothing else. */
function measureHash() {
  const sample = createSampleRows(shape);
  const rows = batchOf(sample, 0).map((row) => encodeProvenanceRow(row));
  const stop = createStopwatch();
  for (let at = 0; at < records; at += 1) hash('sha256', rows[at % rows.length] ?? '', 'binary');
  return stop();
}

async function measureVerify() {
  const stop = createStopwatch();
  const { problems, size } = await verifyShards(folder);
  if (problems.length > 0) throw new Error(problems[0]?.message);
  return { ...stop(), size };
}

/** What `trace` does: find a record, read its row, prove it. Spread over the corpus, every record another. */
async function measureLookUps() {
  const openedAt = performance.now();
  const reader = await openShardReader(folder);
  const openMs = performance.now() - openedAt;
  /** @type {Record<'find' | 'row' | 'prove' | 'all', number[]>} */
  const ms = { find: [], row: [], prove: [], all: [] };
  const firstMs = [];
  const lookUps = 400;
  for (let at = 0; at < lookUps; at += 1) {
    const leafIndex = Math.floor((((at * 0.6180339887) % 1) * reader.size) / 1);
    const id = `ticket-${1_000_000 + leafIndex}`;
    const start = performance.now();
    const { leafIndices } = await reader.find('id', id);
    const found = performance.now();
    const row = await reader.row(leafIndices[0] ?? -1);
    const read = performance.now();
    await reader.prove(leafIndex);
    const proved = performance.now();
    if (row?.id !== id || leafIndices.length !== 1) throw new Error(`\`${id}\` was not found`);
    if (at < 20) firstMs.push(proved - start);
    ms.find.push(found - start);
    ms.row.push(read - found);
    ms.prove.push(proved - read);
    ms.all.push(proved - start);
  }
  /** @param {number[]} list @param {number} share */
  const quantile = (list, share) => list.toSorted((a, b) => a - b)[Math.floor(share * (list.length - 1))] ?? 0;
  return {
    size: reader.size,
    openMs,
    firstMs: Math.max(...firstMs),
    p50: Object.fromEntries(Object.entries(ms).map(([name, list]) => [name, quantile(list, 0.5)])),
    p99: Object.fromEntries(Object.entries(ms).map(([name, list]) => [name, quantile(list, 0.99)])),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** @param {string} at */
async function bytesIn(at) {
  /** @type {Record<string, number>} */
  const bytes = {};
  for (const name of await readdir(at)) {
    const part = name.slice(name.indexOf('.') + 1);
    bytes[part] = (bytes[part] ?? 0) + (await stat(join(at, name))).size;
  }
  return bytes;
}

const TASKS = {
  make: measureMaking,
  shards: measureShards,
  plain: measurePlain,
  hash: measureHash,
  verify: measureVerify,
  lookups: measureLookUps,
};
const run = TASKS[/** @type {keyof typeof TASKS} */ (task)];
if (run === undefined) throw new Error(`unknown task \`${task}\``);
process.stdout.write(`${JSON.stringify(await run())}\n`);
