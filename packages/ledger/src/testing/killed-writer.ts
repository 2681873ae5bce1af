import { writeSync } from 'node:fs';
import { seededRandom } from '@bezoar/core';
import { openLedger } from '../log/open-ledger.ts';
import { sampleEntry, sampleSigner } from './sample-ledger.ts';

// A process that appends until it is killed: `node killed-writer.js FOLDER SEED`. For every commit that was acknowledged it
// writes one line with first index, first sample number, number of entries and the checkpoint, all as JSON, and
// nothing before. The line reaches the pipe before the next call into the ledger.
const [folder = '', seed = ''] = process.argv.slice(2);
const random = seededRandom(seed);

const ledger = await openLedger({ storage: folder, signer: sampleSigner() });
writeSync(1, '{"ready":true}\n');
for (let sample = random.integer(1_000_000); ; ) {
  const calls = Array.from({ length: 1 + random.integer(3) }, () => {
    const first = sample;
    const entries = Array.from({ length: 1 + random.integer(40) }, () => ({ ...sampleEntry(sample++), refs: [] }));
    return ledger.append(entries).then(({ firstIndex, checkpoint }) => {
      writeSync(1, `${JSON.stringify({ firstIndex, first, count: entries.length, checkpoint })}\n`);
    });
  });
  await Promise.all(calls);
  if (random.integer(3) === 0) await ledger.publish();
}
