// @ts-check
// What a decision of the guard costs, beside engines that decide by rules, and what each of them makes of hostile calls.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { startProgress } from '../progress.mjs';
import { describeProvenance, provenance } from '../provenance.mjs';
import { markdownTable, plainTable } from '../table.mjs';
import { PURE, WHOLE } from './contenders.mjs';
import { guardDigest } from './guard-digest.mjs';
import { hostileVerdicts, ruleFaults } from './hostile-calls.mjs';
import { INSTALL, peerVersion } from './peers.mjs';

const USAGE =
  'usage: node bench/guard-decisions/main.mjs [--rounds 5] [--seconds 1] [--rules 20] [--quick] [--json FILE] [--markdown FILE]';
const CHILD = fileURLToPath(new URL('./decisions-child.mjs', import.meta.url));
const PEERS = ['@cedar-policy/cedar-wasm', 'casbin', '@microsoft/agent-governance-sdk'];
const SIZES = [1, 20, 200, 2000];
const CHARACTERS = [128, 1024, 8192, 60_000];
const HELD = [0, 1024, 10_240];
/** What growth is shown of. */
const GROWING = ['declared', 'denied', 'allowed', 'cedar', 'casbin', 'toolkit'];

/** @typedef {import('./decisions-child.mjs').Task} Task */
/** @typedef {import('./decisions-child.mjs').Result} Result */
/** @typedef {Result & { perCpuSecond: number, least: number, most: number }} Summary */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    rules: { type: 'string', default: '20' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const seconds = Number(values.seconds);
const rules = Number(values.rules);

const versions = new Map(PEERS.map((peer) => [peer, peerVersion(peer)]));
const isInstalled = (/** @type {string} */ peer) => versions.get(peer) !== undefined;
const missing = PEERS.filter((peer) => !isInstalled(peer));
if (missing.length > 0) process.stderr.write(`without ${missing.join(', ')}: install with \`${INSTALL}\`\n`);
/** The last core: the first one is where a system's own work tends to be. */
const PINNED = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', String(cpus().length - 1)] : [];
const present = [...Object.keys(PURE), ...Object.keys(WHOLE)].filter((name) => {
  const peer = PURE[name]?.peer;
  return peer === undefined || isInstalled(peer);
});

const startLoad = loadavg();
/** @type {Task[]} */
const mainTasks = present.map((contender) => ({ contender, rules, seconds }));
const growing = GROWING.filter((name) => present.includes(name));
const shorter = seconds / 2;
const growthTasks = values.quick
  ? []
  : SIZES.flatMap((count) => growing.map((contender) => ({ contender, rules: count, seconds: shorter })));
const sizeTasks = values.quick
  ? []
  : /** @type {const} */ (['text', 'list']).flatMap((shape) =>
      CHARACTERS.flatMap((characters) =>
        growing.map((contender) => ({ contender, rules, seconds: shorter, shape, characters })),
      ),
    );
const heldTasks = values.quick ? [] : HELD.map((held) => ({ contender: 'allowed', rules, seconds: shorter, held }));

const rounds = Number(values.rounds);
const others = [...growthTasks, ...sizeTasks, ...heldTasks];
const say = startProgress(rounds * mainTasks.length + others.length);
const verdicts = await hostileVerdicts(isInstalled);
const faults = await ruleFaults(isInstalled);
const main = await measureInTurns(mainTasks, rounds);
const grown = await measureInTurns(growthTasks, 1);
const sized = await measureInTurns(sizeTasks, 1);
const held = await measureInTurns(heldTasks, 1);

const tables = [
  verdictTable(),
  faultTable(),
  decisionTable(),
  ...(values.quick ? [] : [growthTable(), sizeTable('text'), sizeTable('list'), heldTable()]),
];
const origin = provenance();
const loads = [startLoad, loadavg()].map((load) => load.map((one) => one.toFixed(2)).join(' ')).join(', then ');
const machine = [
  describeProvenance(origin),
  `Guard build ${guardDigest()}; ${[...versions].map(([name, version]) => `${name} ${version ?? 'not installed'}`).join(', ')}.`,
  `${cpus()[0]?.model ?? 'unknown processor'}; ${PINNED.length > 0 ? 'one core' : 'not held to one core'}; load (1, 5, 15 min) ${loads}.`,
].join('\n');
process.stdout.write(`${tables.map(plainTable).join('\n')}\n${machine}\n`);
if (values.markdown !== undefined) {
  await writeFile(values.markdown, `${tables.map(markdownTable).join('\n')}\n${machine}\n`);
}
if (values.json !== undefined) {
  const document = { ...origin, machine, verdicts, faults, main, grown, sized, held };
  await writeFile(values.json, `${JSON.stringify(document, null, 1)}\n`);
}

/**
 * Every task once a round, each in a process of its own; every second round backwards, so that a machine that grows busier
 * burdens none more than another. Of the rounds the median, and of the rates the least and the most.
 * @template {Task} T
 * @param {readonly T[]} tasks
 * @param {number} times
 * @returns {Promise<{ task: T, result: Summary }[]>}
 */
async function measureInTurns(tasks, times) {
  /** @type {Result[][]} */
  const results = tasks.map(() => []);
  for (let round = 0; round < times; round++) {
    const order = [...tasks.keys()];
    if (round % 2 === 1) order.reverse();
    for (const at of order) {
      results[at]?.push(await runChild(/** @type {T} */ (tasks[at])));
      say();
    }
  }
  return tasks.map((task, at) => ({ task, result: summarise(results[at] ?? []) }));
}

/** @param {readonly Result[]} results @returns {Summary} */
function summarise(results) {
  const rates = results.map(({ decisions, cpuSeconds }) => decisions / cpuSeconds);
  const median = (/** @type {(one: Result) => number} */ of) => middle(results.map(of));
  return {
    decisions: median((one) => one.decisions),
    cpuSeconds: median((one) => one.cpuSeconds),
    p50: median((one) => one.p50),
    p99: median((one) => one.p99),
    loadMs: median((one) => one.loadMs),
    startBytes: median((one) => one.startBytes),
    peakBytes: Math.max(...results.map((one) => one.peakBytes)),
    wrong: Math.max(...results.map((one) => one.wrong)),
    perCpuSecond: middle(rates),
    least: Math.min(...rates),
    most: Math.max(...rates),
  };
}

/** @param {readonly number[]} numbers */
function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;
}

/** @param {Task} task @returns {Promise<Result>} */
async function runChild(task) {
  const [command = process.execPath, ...args] = [...PINNED, process.execPath, CHILD, JSON.stringify(task)];
  const { stdout } = await promisify(execFile)(command, args);
  return JSON.parse(stdout);
}

/** @param {string} name */
function titleOf(name) {
  const whole = WHOLE[/** @type {keyof typeof WHOLE} */ (name)];
  if (whole === undefined) return PURE[name]?.title ?? name;
  return `bezoar, ${whole.title}${whole.atOnce === 1 ? '' : `, ${whole.atOnce} at once`}`;
}

function verdictTable() {
  return {
    title: 'Hostile calls: what each engine answers',
    notes: [
      '*permit*, *allow*: rules that allow, all else denied. *forbid*, *deny*: all allowed but what rules forbid. *strict*: with a',
      'schema, requests validated, allowed only where no policy failed; *decision alone*: no schema, the bare answer. AGT is Microsoft’s',
      'Agent Governance Toolkit. Casbin and AGT have no types: a host that checks types before it asks closes most of these rows.',
    ],
    header: ['call', 'wanted', ...verdicts.engines],
    rows: verdicts.rows.map(({ title, wanted, verdicts: given }) => [
      title,
      wanted,
      ...given.map((one) => (one === wanted ? one : one.toUpperCase())),
    ]),
  };
}

function faultTable() {
  return {
    title: 'Mistakes in a prohibition: what becomes of a call above the limit',
    notes: ['Cedar with its policies checked against a schema. *error*: each call throws, and the host has to decide.'],
    header: ['mistake', 'bezoar', ...['Cedar', 'Casbin', 'AGT'].filter((_, at) => isInstalled(PEERS[at] ?? ''))],
    rows: faults.map(({ title, cells }) => [title, ...cells.map((cell) => (cell === 'allow' ? 'ALLOW' : cell))]),
  };
}

function decisionTable() {
  return {
    title: `Decisions with ${rules} rules of the same meaning`,
    notes: [
      `Median of ${rounds} alternating rounds, each in a process of its own after warming up; *least*, *most*: of the rounds. CPU time is`,
      'that of all threads. p50 and p99 are wall time of single decisions, in microseconds; of 256 at once, from asking to the answer.',
      '*wrong*: answers of the shared set that are not those expected. *authorize* counts against two ceilings, reserves, and chains a',
      'receipt, in memory, in guards that hold up to 512 reservations. *peak MB*: largest of the rounds; *start MB*: with everything loaded.',
    ],
    header: [
      'engine',
      'decisions/CPU-s',
      'least',
      'most',
      'p50 us',
      'p99 us',
      'load ms',
      'start MB',
      'peak MB',
      'wrong',
    ],
    rows: main.map(({ task, result }) => [
      titleOf(task.contender),
      ...[result.perCpuSecond, result.least, result.most].map((rate) => rate.toFixed(0)),
      ...[result.p50, result.p99].map((micros) => micros.toFixed(1)),
      result.loadMs.toFixed(0),
      ...[result.startBytes, result.peakBytes].map((bytes) => (bytes / 1e6).toFixed(0)),
      String(result.wrong),
    ]),
  };
}

/** @param {readonly { task: Task, result: Summary }[]} results @param {(task: Task) => boolean} isIn */
function microsOf(results, isIn) {
  return growing.map((name) => {
    const found = results.find(({ task }) => task.contender === name && isIn(task));
    if (found === undefined) return '-';
    return `${(1e6 / found.result.perCpuSecond).toFixed(1)}${found.result.wrong > 0 ? ' (wrong)' : ''}`;
  });
}

function growthTable() {
  return {
    title: 'CPU microseconds a decision, by the number of declared actions',
    notes: ['One round. *(wrong)*: the engine did not give the answers of the shared set.'],
    header: ['rules', ...growing.map(titleOf)],
    rows: SIZES.map((size) => [String(size), ...microsOf(grown, (task) => task.rules === size)]),
  };
}

/** @param {'text' | 'list'} shape */
function sizeTable(shape) {
  return {
    title: `CPU microseconds a decision, by the size of the arguments: ${shape === 'text' ? 'one long text' : 'a list of numbers'}`,
    notes: ['One round. Characters of JSON. Engines that do not look at all of it, do not copy it either.'],
    header: ['characters', ...growing.map(titleOf)],
    rows: CHARACTERS.map((size) => [
      String(size),
      ...microsOf(sized, (task) => task.shape === shape && task.characters === size),
    ]),
  };
}

function heldTable() {
  return {
    title: 'CPU microseconds of an allowed decision, by what the memory store holds',
    notes: ['Reservations within their windows, two ceilings each, before the first of 512 further decisions.'],
    header: ['held', 'us a decision', 'p50 us', 'p99 us', 'peak MB'],
    rows: held.map(({ task, result }) => [
      String(task.held),
      ...[1e6 / result.perCpuSecond, result.p50, result.p99].map((micros) => micros.toFixed(0)),
      (result.peakBytes / 1e6).toFixed(0),
    ]),
  };
}
