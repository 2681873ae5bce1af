// @ts-check
// One measurement in a process of its own, so that its peak memory is its own. Prints one JSON line.
import { generateKeyPairSync } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createNoteSigner, encodeEntry, openLedger, verifyLedger } from '@bezoar/ledger';
import { secondsToAppend } from './append-probe.mjs';
import { shardEntry } from './sample-entry.mjs';

const [task, folder = '', first = '', second = ''] = process.argv.slice(2);
const peakBytes = () => process.resourceUsage().maxRSS * 1024;

if (task === 'append') {
  process.stdout.write(`${JSON.stringify(await measureAppend(Number(first), Number(second)))}\n`);
} else if (task === 'build') {
  process.stdout.write(`${JSON.stringify(await build(Number(first)))}\n`);
} else if (task === 'verify') {
  process.stdout.write(`${JSON.stringify(await verify(first))}\n`);
} else throw new Error(`unknown task \`${task}\``);

/**
 * Commits of `perCommit` entries each, one after the other, and the bare disk in turns with them.
 * @param {number} commits
 * @param {number} perCommit
 */
async function measureAppend(commits, perCommit) {
  const signer = createNoteSigner('example.org/bench', generateKeyPairSync('ed25519').privateKey);
  const ledger = await openLedger({ storage: join(folder, 'ledger'), signer });
  const probe = join(folder, 'probe');
  let next = 0;
  let ledgerSeconds = 0;
  let diskSeconds = 0;
  const rounds = 10;
  for (let round = 0; round < rounds; round++) {
    const batches = Array.from({ length: commits / rounds }, () =>
      Array.from({ length: perCommit }, () => shardEntry(next++)),
    );
    const bytes = batches[0]?.reduce((sum, entry) => sum + encodeEntry(entry).length + 2, 0) ?? 0;
    const startedAt = performance.now();
    for (const batch of batches) await ledger.append(batch);
    ledgerSeconds += (performance.now() - startedAt) / 1000;
    diskSeconds += await secondsToAppend(probe, commits / rounds, bytes);
  }
  const beforeClose = performance.now();
  await ledger.close();
  const closeSeconds = (performance.now() - beforeClose) / 1000;
  await rm(probe);
  return { commits, perCommit, ledgerSeconds, diskSeconds, closeSeconds };
}

/**
 * A published log of so many entries.
 * @param {number} size
 */
async function build(size) {
  const signer = createNoteSigner('example.org/bench', generateKeyPairSync('ed25519').privateKey);
  const ledger = await openLedger({ storage: join(folder, 'ledger'), signer });
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (let next = 0; next < size; ) {
    const count = Math.min(1000, size - next);
    await ledger.append(Array.from({ length: count }, (_, at) => shardEntry(next + at)));
    next += count;
  }
  await ledger.close();
  const { user, system } = process.cpuUsage(before);
  await writeFile(join(folder, 'key'), signer.verifierKey);
  return {
    size,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: peakBytes(),
  };
}

/** @param {string} verifierKey */
async function verify(verifierKey) {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const { size, problems } = await verifyLedger(join(folder, 'ledger'), { verifierKey });
  if (problems.length > 0) throw new Error(problems[0]?.message);
  const { user, system } = process.cpuUsage(before);
  const { size: bundleBytes } = await stat(join(folder, 'ledger', 'tile', 'entries', '000'));
  const seconds = (performance.now() - startedAt) / 1000;
  return { size, seconds, cpuSeconds: (user + system) / 1e6, peakBytes: peakBytes(), entryBytes: bundleBytes / 256 };
}
