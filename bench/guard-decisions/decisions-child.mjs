// @ts-check
// One measurement in a process of its own, so that its peak memory is its own. Prints one JSON line.
import { existsSync, readFileSync } from 'node:fs';
import { openGuard, PURE, WHOLE } from './contenders.mjs';
import { allowedArguments, largeCalls, rulesOf, sharedCalls } from './shared-rules.mjs';

/**
 * @typedef {object} Task
 * @property {string} contender a key of PURE or WHOLE
 * @property {number} rules
 * @property {number} seconds of processor time that are measured; warming up, and timing single decisions, come on top
 * @property {'text' | 'list'} [shape] of large arguments
 * @property {number} [characters]
 * @property {number} [held] reservations that the store holds beforehand
 *
 * @typedef {object} Result
 * @property {number} decisions
 * @property {number} cpuSeconds of all threads
 * @property {number} p50 microseconds
 * @property {number} p99 microseconds
 * @property {number} loadMs reading the rules
 * @property {number} startBytes peak memory with everything loaded, before the first decision
 * @property {number} peakBytes
 * @property {number} wrong answers that are not those of the shared set, before anything is timed
 */

/**
 * Processor seconds that each warms up: WebAssembly reaches its full speed after about 1.2, since it is compiled once more while it
 * runs; JavaScript well before.
 */
const WARM_SECONDS = 2;
/** Calls that are asked in turns. */
const CALLS = 200;
/** Decisions by one guard: a memory store forgets nothing, and each decision looks at all that it holds. */
const GUARD_LIFE = 512;
/** Most single decisions that are timed. */
const MAX_TIMED = 100_000;

/** @type {Task} */
const task = JSON.parse(process.argv[2] ?? '{}');
const rules = rulesOf(task.rules);
const result = task.contender in PURE ? await measurePure() : await measureWhole();
process.stdout.write(`${JSON.stringify(result)}\n`);

/** @returns {Promise<Result>} */
async function measurePure() {
  const contender = /** @type {import('./contenders.mjs').Contender} */ (PURE[task.contender]);
  const startedAt = performance.now();
  const { prepare, judge } = await contender.open(rules);
  const loadMs = performance.now() - startedAt;
  const startBytes = peakBytes();
  const { shape, characters = 0 } = task;
  const set = shape === undefined ? sharedCalls(rules, CALLS) : largeCalls(rules, shape, characters, 16);
  const requests = set.map(({ call }) => prepare(call));
  const wrong = set.filter(({ expected }, at) => judge(requests[at]) !== expected).length;
  const pass = () => {
    for (const request of requests) judge(request);
    return requests.length;
  };
  repeat(WARM_SECONDS, pass);
  const before = process.cpuUsage();
  const decisions = repeat(task.seconds, pass);
  const cpuSeconds = secondsSince(before);
  /** @type {number[]} */
  const micros = [];
  repeat(task.seconds / 2, () => {
    for (const request of requests) {
      const at = performance.now();
      judge(request);
      if (micros.length < MAX_TIMED) micros.push(1000 * (performance.now() - at));
    }
    return requests.length;
  });
  return { decisions, cpuSeconds, ...quantiles(micros), loadMs, startBytes, peakBytes: peakBytes(), wrong };
}

/** @returns {Promise<Result>} */
async function measureWhole() {
  const { answer, atOnce } = WHOLE[/** @type {keyof typeof WHOLE} */ (task.contender)];
  const startedAt = performance.now();
  await openGuard(rules);
  const loadMs = performance.now() - startedAt;
  const startBytes = peakBytes();
  let wrong = 0;
  let next = 0;
  let cpuSeconds = 0;
  let decisions = 0;
  /** @type {number[]} */
  const micros = [];
  /** One guard's life, timed or not. @param {boolean} isTimed */
  const live = async (isTimed) => {
    const { judge, prepare } = await openGuard(rules);
    const batch = () => Array.from({ length: atOnce }, () => prepare(wholeCall(answer, next++)));
    for (let held = 0; held < (task.held ?? 0); held += 256) {
      await Promise.all(Array.from({ length: 256 }, () => judge(prepare(wholeCall('allow', next++)))));
    }
    const batches = Array.from({ length: GUARD_LIFE / atOnce }, batch);
    const before = process.cpuUsage();
    for (const requests of batches) {
      const from = performance.now();
      const answers = await Promise.all(
        requests.map(async (request) => {
          const decision = await judge(request);
          if (isTimed && micros.length < MAX_TIMED) micros.push(1000 * (performance.now() - from));
          return decision;
        }),
      );
      wrong += answers.filter((one) => one !== answer).length;
    }
    if (!isTimed) return;
    cpuSeconds += secondsSince(before);
    decisions += GUARD_LIFE;
  };
  for (const isTimed of [false, true]) {
    const before = process.cpuUsage();
    do await live(isTimed);
    while (secondsSince(before) < (isTimed ? task.seconds : WARM_SECONDS));
  }
  return { decisions, cpuSeconds, ...quantiles(micros), loadMs, startBytes, peakBytes: peakBytes(), wrong };
}

/**
 * Each is of another order, so that none repeats another.
 * @param {string} answer
 * @param {number} at
 */
function wholeCall(answer, at) {
  const rule = /** @type {import('./shared-rules.mjs').Rule} */ (rules[at % rules.length]);
  const { shape, characters = 0 } = task;
  const large = shape === undefined ? {} : (largeCalls([rule], shape, characters, 1)[0]?.call.arguments ?? {});
  const values = { ...large, ...allowedArguments(rule, at) };
  return { action: rule.action, arguments: answer === 'allow' ? values : { ...values, amount_cents: rule.max + 1 } };
}

/**
 * Passes for so many seconds of processor time, so that a busy machine warms up and measures as much as an idle one; how
 * many decisions they were.
 * @param {number} seconds
 * @param {() => number} pass
 */
function repeat(seconds, pass) {
  const before = process.cpuUsage();
  let decisions = 0;
  while (secondsSince(before) < seconds) decisions += pass();
  return decisions;
}

/** @param {NodeJS.CpuUsage} before */
function secondsSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Of this program alone where the system says so: what `resourceUsage` gives begins at the size of the process that forked it. */
function peakBytes() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
}

/** @param {readonly number[]} values */
function quantiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
