// @ts-check
// What training a tiny-lm costs, beside the same in plain JavaScript and in PyTorch.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createTinyLm, createTokenizer, saveTinyLm } from '@bezoar/tiny-lm';
import { startProgress } from '../progress.mjs';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { costTable, growthTable } from './tables.mjs';
import { ADAM, COMPARED_STEPS, configOf, sampleBatches, VOCABULARIES } from './work.mjs';

const USAGE =
  'usage: node bench/tiny-lm/main.mjs [--peers PYTHON] [--compiled] [--sizes small,medium,large] [--rounds 3] [--seconds 3] [--json FILE] [--markdown FILE]';
const file = (/** @type {string} */ name) => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** @typedef {import('./train-child.mjs').Task} Task */
/** @typedef {import('./train-child.mjs').Result & { version?: string }} Result */
/** @typedef {{ task: Task, results: readonly Result[] }} Measured */

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    compiled: { type: 'boolean', default: false },
    sizes: { type: 'string', default: 'small,medium,large' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const startLoad = loadavg();
const root = await mkdtemp(join(tmpdir(), 'bezoar-bench-'));
try {
  const tasks = (await Promise.all(values.sizes.split(',').map(tasksOf))).flat();
  const measured = await measureInTurns(tasks, Number(values.rounds));
  const tables = [costTable(measured), growthTable(measured)];
  const version = measured.flatMap(({ results }) => results.map((one) => one.version)).find((one) => one !== undefined);
  const loads = [startLoad, loadavg()].map((load) => load.map((one) => one.toFixed(2)).join(' ')).join(', then ');
  const origin = provenance();
  const machine = [
    describeProvenance(origin),
    `PyTorch ${version ?? 'not given'}; ${cpus()[0]?.model ?? 'unknown processor'}; load (1, 5, 15 min) ${loads}.`,
  ].join('\n');
  process.stdout.write(`${tables.map(plainTable).join('\n')}\n${machine}\n`);
  if (values.markdown !== undefined) {
    await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${machine}\n`);
  }
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ ...origin, machine, measured }, null, 1)}\n`);
  }
} finally {
  await rm(root, { recursive: true, force: true });
}

/**
 * Saves a model and its batches, from which everyone begins.
 * @param {string} name
 * @returns {Promise<Task[]>}
 */
async function tasksOf(name) {
  const size = /** @type {import('./work.mjs').Size} */ (name);
  if (VOCABULARIES[size] === undefined)
    throw new Error(`expected sizes among small, medium and large, got \`${name}\``);
  const config = configOf(size);
  const folder = join(root, size);
  // Nobody reads a text here: the vocabulary is there so that the folder is whole.
  const special = Array.from({ length: config.vocabulary - 256 }, (_, at) => `<|${at}|>`);
  const tokenizer = createTokenizer({ special, merges: [] });
  const model = createTinyLm(config, { seed: 1, batchTokens: 1 });
  await saveTinyLm(folder, { model, tokenizer, begin: '<|0|>', end: '<|1|>' });
  await writeFile(join(folder, 'batches.json'), JSON.stringify(sampleBatches(config.vocabulary)));
  const seconds = Number(values.seconds);
  const task = { size, seconds, folder, comparedSteps: COMPARED_STEPS, adam: ADAM };
  /** @type {Task[]} */
  const tasks = [{ ...task, engine: 'wasm', threads: 1 }];
  // A step of the largest takes a minute in JavaScript.
  if (size !== 'large') tasks.push({ ...task, engine: 'plain', threads: 1 });
  for (const threads of values.peers === undefined ? [] : [1, 2]) {
    tasks.push({ ...task, engine: 'torch', threads });
    if (values.compiled) tasks.push({ ...task, engine: 'compiled', threads });
  }
  return tasks;
}

/**
 * Every task once a round, each in a process of its own; every second round backwards, so that a machine that grows busier
 * burdens none more than another. Plain JavaScript, which is slow, has its turn in the first round alone.
 * @param {readonly Task[]} tasks
 * @param {number} rounds
 * @returns {Promise<Measured[]>}
 */
async function measureInTurns(tasks, rounds) {
  /** @type {Result[][]} */
  const results = tasks.map(() => []);
  const turns = Array.from({ length: rounds }, (_, round) => {
    const order = [...tasks.entries()].filter(([, { engine }]) => round === 0 || engine !== 'plain');
    return round % 2 === 0 ? order : order.toReversed();
  }).flat();
  const say = startProgress(turns.length);
  for (const [at, task] of turns) {
    results[at]?.push(await runChild(task));
    say();
  }
  return tasks.map((task, at) => ({ task, results: results[at] ?? [] }));
}

/** @param {Task} task @returns {Promise<Result>} */
async function runChild(task) {
  const isOurs = task.engine === 'wasm' || task.engine === 'plain';
  const command = isOurs ? process.execPath : (values.peers ?? '');
  const script = file(isOurs ? 'train-child.mjs' : 'torch_child.py');
  // Libraries under PyTorch have threads of their own.
  const env = { ...process.env, OMP_NUM_THREADS: String(task.threads), MKL_NUM_THREADS: String(task.threads) };
  const { stdout } = await promisify(execFile)(command, [script, JSON.stringify(task)], { env });
  return JSON.parse(stdout);
}
