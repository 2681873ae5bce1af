import { writeSync } from 'node:fs';
import { openLedger } from '../log/open-ledger.ts';
import { sampleEntry, sampleSigner } from './sample-ledger.ts';

// A process that opens the ledger, appends one entry and closes it, so many times: `node counting-writer.js FOLDER NUMBER ROUNDS`.
// Writes the index of each acknowledged entry as one line.
const [folder = '', number = '', rounds = ''] = process.argv.slice(2);

for (let round = 0; round < Number(rounds); round++) {
  const ledger = await openLedger({ storage: folder, signer: sampleSigner(), lockTimeoutMs: 120_000 });
  const { firstIndex } = await ledger.append([{ ...sampleEntry(round), refs: [], actor: `process ${number}` }]);
  writeSync(1, `${firstIndex}\n`);
  await ledger.close();
}
