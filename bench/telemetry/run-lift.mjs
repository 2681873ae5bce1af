// @ts-check
import { seededRandom } from '@bezoar/core';
import { createTelemetry } from '@bezoar/guard/telemetry';
import { SECRET } from './watch.mjs';

const PER_MODEL = 4000;
const RATE = 0.065;

/**
 * Conversations until a lift of the requests without precondition is seen after a change of the model; false alarms where
 * nothing changes. Rates only: every conversation is somebody else's.
 * @param {number} runs
 * @param {() => void} progress
 */
export function runLift(runs, progress) {
  return [1, 1.25, 1.5, 2, 3, 5].map((lift) => {
    const trials = [];
    for (let run = 0; run < runs; run++) {
      const random = seededRandom(`lift/${lift}/${run}`);
      const telemetry = createTelemetry({ secret: SECRET, sketchBits: 10, sightingBits: 6, notes: 64, candidates: 64 });
      for (let at = 0; at < 2 * PER_MODEL; at++) {
        const isLifted = at >= PER_MODEL;
        const isRequest = random.next() < RATE * (isLifted ? lift : 1);
        telemetry.observe({
          text: '',
          atMs: at * 60_000,
          account: `a${at}`,
          tenant: 't',
          intent: 'order',
          model: isLifted ? 'm-2' : 'm-1',
          ...(isRequest
            ? { action: 'issue_credit', hadPrecondition: true, decision: /** @type {const} */ ('allow') }
            : {}),
        });
      }
      const found = telemetry.incidents().find((one) => one.kind === 'lift' && one.measure === 'requested');
      trials.push(found?.kind === 'lift' ? found.trialsAtAlert : undefined);
      progress();
    }
    const seen = trials.filter((one) => one !== undefined).sort((a, b) => a - b);
    return { lift, runs, seen: seen.length, median: seen[seen.length >> 1] ?? null };
  });
}
