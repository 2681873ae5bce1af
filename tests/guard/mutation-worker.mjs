import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { compareWithModel } from '../../packages/guard/dist/model/testing/compare.test-support.js';
import { histories } from '../../packages/guard/dist/model/testing/step.test-support.js';

// Holds the compiled rules in a folder to the reference model; prints `survived`, or where they disagree.

const { folder, numRuns, maxSteps } = JSON.parse(process.argv[2]);
const load = (file) => import(new URL(file, pathToFileURL(`${folder}/`)).href);
const { runBatch } = await load('store/apply/run-batch.js');
const { defineCounters } = await load('store/apply/define-counters.js');
const { createMemoryStore } = await load('store/memory/memory-store.js');

const play = (history) => {
  const store = createMemoryStore();
  return compareWithModel({ store, defineCounters, apply: (operations) => runBatch(store, operations) }, history);
};
const result = await fc.check(
  fc.asyncProperty(histories({ maxSteps }), async (history) => void (await play(history))),
  {
    seed: 1,
    numRuns,
    endOnFailure: true,
  },
);
const [what] = String(result.errorInstance?.message ?? 'survived').split('\n');
process.stdout.write(`${result.failed ? `${what} (history ${result.numRuns})` : 'survived'}\n`);
