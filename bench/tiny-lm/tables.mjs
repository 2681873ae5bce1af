// @ts-check
import { countWeights, tensorLayout } from '../../packages/tiny-lm/dist/model/tensor-layout.js';
import { configOf, LENGTH, SEQUENCES } from './work.mjs';

/** @typedef {import('./main.mjs').Measured} Measured */

/** Losses may differ so much, as a share, after the same steps from the same weights. */
const SAME_LOSS = 1e-4;

/** @param {readonly Measured[]} measured */
export function costTable(measured) {
  return {
    title: 'Training: tokens a second, the same model, batches and optimiser',
    notes: [
      `Batches of ${SEQUENCES} sequences of ${LENGTH} tokens, all of them targets; forward, backward, clipping, AdamW. Each run in a process of`,
      'its own, warmed up; medians of the rounds, *least* and *most* of the tokens a CPU-second. CPU time is that of all threads. *ms*: wall',
      'time of a step. *loss*: after the last compared step; *same*: whether the losses of the first steps are those of tiny-lm.',
      '*start MB*: with everything loaded but the model.',
    ],
    header: [
      'size',
      'engine',
      'tokens/CPU-s',
      'least',
      'most',
      'tokens/s',
      'ms',
      'start MB',
      'peak MB',
      'loss',
      'same',
    ],
    rows: measured.map(({ task, results }) => {
      const perCpu = results.map(({ tokens, cpuSeconds }) => tokens / cpuSeconds);
      const perSecond = middle(results.map(({ tokens, wallSeconds }) => tokens / wallSeconds));
      const reference = measured.find((one) => one.task.size === task.size && one.task.engine === 'wasm');
      return [
        task.size,
        titleOf(task),
        ...[middle(perCpu), Math.min(...perCpu), Math.max(...perCpu), perSecond].map((one) => one.toFixed(0)),
        ((1000 * SEQUENCES * LENGTH) / perSecond).toFixed(0),
        (middle(results.map(({ startBytes }) => startBytes)) / 1e6).toFixed(0),
        (Math.max(...results.map(({ peakBytes }) => peakBytes)) / 1e6).toFixed(0),
        (results[0]?.losses.at(-1) ?? 0).toFixed(4),
        isSame(results[0]?.losses ?? [], reference?.results[0]?.losses ?? []) ? 'yes' : 'NO',
      ];
    }),
  };
}

/** @param {readonly Measured[]} measured */
export function growthTable(measured) {
  const ours = measured.filter(({ task }) => task.engine === 'wasm');
  return {
    title: 'How the cost grows with the model',
    notes: [
      '*CPU us*: of a token. *GFLOP/s*: six operations for each weight and token (Kaplan et al., 2020, table 1, without attention), over CPU',
      'time. *growth*: exponent of the cost between this size and the one before; 1 is linear in the weights.',
    ],
    header: ['size', 'weights', 'CPU us a token', 'GFLOP/s', 'growth', 'MB above start', 'MB of weights'],
    rows: ours.map(({ task, results }, at) => {
      const weights = countWeights(tensorLayout(configOf(task.size)));
      const cost = costOf(results);
      const before = ours[at - 1];
      const weightsBefore = before === undefined ? 0 : countWeights(tensorLayout(configOf(before.task.size)));
      const growth =
        before === undefined
          ? '-'
          : (Math.log(cost / costOf(before.results)) / Math.log(weights / weightsBefore)).toFixed(2);
      const above = middle(results.map(({ peakBytes, startBytes }) => peakBytes - startBytes));
      return [
        task.size,
        String(weights),
        (1e6 * cost).toFixed(0),
        ((6 * weights) / cost / 1e9).toFixed(1),
        growth,
        (above / 1e6).toFixed(0),
        ((4 * weights) / 1e6).toFixed(1),
      ];
    }),
  };
}

/** CPU seconds of a token. @param {Measured['results']} results */
function costOf(results) {
  return middle(results.map(({ tokens, cpuSeconds }) => cpuSeconds / tokens));
}

/** @param {readonly number[]} found @param {readonly number[]} expected */
function isSame(found, expected) {
  return expected.length > 0 && expected.every((one, at) => Math.abs((found[at] ?? 0) / one - 1) < SAME_LOSS);
}

/** @param {Measured['task']} task */
function titleOf({ engine, threads }) {
  const title = {
    wasm: 'tiny-lm',
    plain: 'tiny-lm, plain JavaScript',
    torch: 'PyTorch',
    compiled: 'PyTorch, compiled',
  };
  return engine === 'torch' || engine === 'compiled'
    ? `${title[engine]}, ${threads} thread${threads === 1 ? '' : 's'}`
    : title[engine];
}

/** @param {readonly number[]} numbers */
function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;
}
