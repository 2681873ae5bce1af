// @ts-check
// Trains one model for some seconds with tiny-lm, in a process of its own, and prints what it cost as JSON.
import { readFileSync } from 'node:fs';
import { loadTinyLm } from '@bezoar/tiny-lm';
import { createFullLearner } from '../../packages/tiny-lm/dist/train/learner.js';
import { computeGradients } from '../../packages/tiny-lm/dist/train/train-step.js';

/**
 * @typedef {object} Task
 * @property {'wasm' | 'plain' | 'torch' | 'compiled'} engine
 * @property {number} threads
 * @property {import('./work.mjs').Size} size
 * @property {number} seconds
 * @property {string} folder where the model, and `batches.json`, are
 * @property {number} comparedSteps
 * @property {typeof import('./work.mjs').ADAM} adam
 */

/**
 * @typedef {object} Result
 * @property {readonly number[]} losses of the first steps
 * @property {number} tokens
 * @property {number} cpuSeconds
 * @property {number} wallSeconds
 * @property {number} startBytes with everything loaded but the model
 * @property {number} peakBytes
 */

/** @type {Task} */
const { engine, seconds, folder, comparedSteps, adam } = JSON.parse(process.argv[2] ?? '');
/** @type {number[][][]} */
const batches = JSON.parse(readFileSync(`${folder}/batches.json`, 'utf8'));
const startBytes = process.memoryUsage.rss();
const { model } = await loadTinyLm(folder, { kernel: engine === 'plain' ? 'plain' : 'wasm', batchTokens: 1024 });
const learner = createFullLearner(model);
let steps = 0;

function step() {
  const batch = (batches[steps++ % batches.length] ?? []).map((ids) => ({ ids }));
  const loss = computeGradients(model, batch);
  learner.step({ learningRate: adam.learningRate, weightDecay: adam.weightDecay, maxNorm: adam.maxNorm });
  return { loss, tokens: batch.reduce((sum, { ids }) => sum + ids.length, 0) };
}

const losses = Array.from({ length: comparedSteps }, () => step().loss);
const [startedAt, startCpu] = [performance.now(), process.cpuUsage()];
let tokens = 0;
while (tokens === 0 || performance.now() - startedAt < seconds * 1000) tokens += step().tokens;
const cpu = process.cpuUsage(startCpu);
/** @type {Result} */
const result = {
  losses,
  tokens,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  wallSeconds: (performance.now() - startedAt) / 1000,
  startBytes,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(result));
