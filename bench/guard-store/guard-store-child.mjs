// @ts-check
// One measurement in a process of its own, so that its memory is its own. Prints one JSON line.
import { createBatcher } from '../../packages/guard/dist/store/batcher.js';
import { openBenchStore } from './bench-store.mjs';
import { secondsToFlush } from './flush-probe.mjs';
import { AT, reserve, settle } from './sample-operation.mjs';

/** Rounds in which the store and the bare disk take turns. */
const ROUNDS = 10;

const [task, kind = 'sqlite', folder = '.', first = '', second = ''] = process.argv.slice(2);
const opened = await openBenchStore(kind, folder);
try {
  const results = task === 'reserve' ? [await measureReserve(Number(first), Number(second))] : await grow(first);
  process.stdout.write(`${JSON.stringify(results)}\n`);
} finally {
  await opened.close();
}

/**
 * Transactions of `size` requests each, one after the other.
 * @param {number} size
 * @param {number} transactions
 */
async function measureReserve(size, transactions, from = 0) {
  const batcher = createBatcher(opened.store, { maxBatch: size });
  const perRound = Math.max(1, Math.floor(transactions / ROUNDS));
  let next = from;
  let seconds = 0;
  let flushSeconds = 0;
  let cpuSeconds = 0;
  let serverSeconds = 0;
  /** @type {number[]} */
  const each = [];
  for (let round = 0; round < ROUNDS; round++) {
    flushSeconds += await secondsToFlush(opened.folder, perRound);
    const server = await opened.serverCpuSeconds();
    const cpu = process.cpuUsage();
    for (let turn = 0; turn < perRound; turn++) {
      const startedAt = performance.now();
      const results = await Promise.all(Array.from({ length: size }, () => batcher.submit(reserve(next++))));
      if (results.some((result) => result.kind !== 'allowed')) throw new Error('a request was not allowed');
      each.push(performance.now() - startedAt);
    }
    // Asking for the server's costs processor time here too.
    const { user, system } = process.cpuUsage(cpu);
    cpuSeconds += (user + system) / 1e6;
    serverSeconds += (await opened.serverCpuSeconds()) - server;
  }
  seconds = each.reduce((sum, ms) => sum + ms, 0) / 1000;
  each.sort((a, b) => a - b);
  const done = perRound * ROUNDS;
  return {
    kind,
    size,
    transactions: done,
    seconds,
    flushSeconds,
    cpuSeconds,
    serverSeconds,
    medianMs: each[Math.floor(done / 2)],
    p99Ms: each[Math.floor(done * 0.99)],
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/**
 * Fills the store to each size with requests that were done and still count, and measures at each.
 * @param {string} sizes
 */
async function grow(sizes) {
  const results = [];
  const batcher = createBatcher(opened.store);
  let next = 0;
  for (const size of sizes.split(',').map(Number)) {
    while (next < size) {
      const numbers = Array.from({ length: Math.min(256, size - next) }, () => next++);
      await Promise.all(numbers.map((number) => batcher.submit(reserve(number))));
      await Promise.all(numbers.map((number) => batcher.submit(settle(number))));
    }
    const single = await measureReserve(1, 50, next);
    next += single.transactions;
    const batched = await measureReserve(32, 50, next);
    next += 32 * batched.transactions;
    const startedAt = performance.now();
    await opened.store.open({ limit: 100 });
    const openMs = performance.now() - startedAt;
    const usage = await opened.store.usage(AT);
    const usageMs = performance.now() - startedAt - openMs;
    results.push({
      size,
      single,
      batched,
      openMs,
      usageMs,
      counters: usage.length,
      bytes: await opened.bytes(),
      peakBytes: process.resourceUsage().maxRSS * 1024,
    });
  }
  return results;
}
