// @ts-check
// What `bezoar scan` finds of an attack, how high it ranks it, and how often it cries wolf.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { readArguments, USAGE } from './arguments.mjs';
import { runAdaptive } from './run-adaptive.mjs';
import { runClean } from './run-clean.mjs';
import { runData } from './run-data.mjs';
import { runKinds } from './run-kinds.mjs';

/** @typedef {{ readonly tables: readonly import('../table.mjs').Table[], readonly results: readonly import('./cell.mjs').CellResult[] }} Run */

/** @type {import('./arguments.mjs').BenchOptions} */
let options;
try {
  options = readArguments(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exit(2);
}
if (options.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), 'bezoar-bench-'));
const runs = { kinds: runKinds, adaptive: runAdaptive, clean: runClean, data: runData };
try {
  const { tables, results } = await runs[options.part](options, folder);
  const origin = provenance();
  const footer = describeProvenance(origin);
  process.stdout.write(`${tables.map(plainTable).join('\n')}\n${footer}\n`);
  if (options.markdown !== undefined) {
    await writeFile(options.markdown, `${tables.map(markdownTable).join('\n')}\n${footer}\n`);
  }
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify({ ...origin, results }, null, 1)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
