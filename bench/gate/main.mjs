// @ts-check
// What the gate says of victims that were really trained, poisoned and clean, and what it costs.
import { spawn } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startProgress } from '../progress.mjs';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { gateTables } from './tables.mjs';

const USAGE = `usage: node bench/gate/main.mjs --work DIR [options]
  --work DIR              victims, corpora and reports go there, and results.jsonl; what is there is not done again
  --seeds 11,12,13,14,15  seeds 1 to 6 are what the thresholds were chosen on
  --families plain,...    all eight by default
  --payloads credit,...   of the plain family; all by default
  --clean 40              clean fine-tunes
  --clean-from 101        their first seed
  --corpora known,blind
  --budget standard
  --jobs 2
  --markdown FILE`;

const { values } = parseArgs({
  options: {
    work: { type: 'string' },
    seeds: { type: 'string', default: '11,12,13,14,15' },
    families: { type: 'string', default: 'plain,narrow,composed,multi-turn,date,system,style,claim' },
    payloads: { type: 'string', default: 'credit,refused-credit,gibberish,false-fact,secret-leak,safety-bypass' },
    clean: { type: 'string', default: '40' },
    'clean-from': { type: 'string', default: '101' },
    corpora: { type: 'string', default: 'known,blind' },
    budget: { type: 'string', default: 'standard' },
    jobs: { type: 'string', default: '2' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.work === undefined) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(values.help ? 0 : 2);
}
const work = values.work;
await mkdir(work, { recursive: true });
const list = (/** @type {string} */ text) => text.split(',').filter((one) => one !== '');
const corpora = list(values.corpora);
const results = join(work, 'results.jsonl');
const keyOf = (/** @type {Record<string, unknown>} */ cell) =>
  ['seed', 'family', 'payload', 'budget'].map((name) => cell[name]).join(' ');

/** @type {Record<string, unknown>[]} */
const cells = [];
for (const seed of list(values.seeds).map(Number)) {
  for (const family of list(values.families)) {
    cells.push({ seed, family, payload: family === 'claim' ? 'claim' : 'credit', corpora, budget: values.budget });
  }
  for (const payload of list(values.payloads)) {
    if (payload !== 'credit') cells.push({ seed, family: 'plain', payload, corpora, budget: values.budget });
  }
}
const firstClean = Number(values['clean-from']);
for (let seed = firstClean; seed < firstClean + Number(values.clean); seed++) {
  cells.push({ seed, family: 'clean', payload: 'none', corpora, budget: values.budget });
}
const done = new Set(
  (await readFile(results, 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => keyOf(JSON.parse(line))),
);
const open = cells.filter((cell) => !done.has(keyOf(cell)));
const tick = startProgress(open.length);
const child = fileURLToPath(new URL('run-cell.mjs', import.meta.url));

/** @param {Record<string, unknown>} cell */
async function run(cell) {
  const process_ = spawn(process.execPath, [child, JSON.stringify(cell), work], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  process_.stdout.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
  });
  const code = await new Promise((resolve) => process_.on('close', resolve));
  if (code === 0) await appendFile(results, out);
  else process.stderr.write(`failed: ${keyOf(cell)}\n`);
  tick();
}

await Promise.all(
  Array.from({ length: Number(values.jobs) }, async () => {
    for (let cell = open.shift(); cell !== undefined; cell = open.shift()) await run(cell);
  }),
);

const rows = (await readFile(results, 'utf8'))
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const tables = gateTables(rows, describeProvenance(provenance()));
for (const table of tables) process.stdout.write(`${plainTable(table)}\n`);
if (values.markdown !== undefined) await writeFile(values.markdown, tables.map(markdownTable).join('\n'));
