// @ts-check
// One scan in a process of its own, so that its peak memory is its own: `scan-child.mjs WORKERS MONTH [TRUSTED]`.
import { resolveInputs, scanCorpus } from '@bezoar/corpus';

const [workers, month = '', trusted] = process.argv.slice(2);
const files = (await resolveInputs([month])).files;
const earlier = trusted === undefined ? [] : (await resolveInputs([trusted])).files;
const startedAt = performance.now();
/** @type {{ stage: string, at: number }[]} */
const stages = [{ stage: 'read', at: startedAt }];
const scan = await scanCorpus({
  files,
  trusted: earlier,
  hazards: [],
  workers: Number(workers),
  onEvent: (event) => {
    if (event.kind === 'stage' && event.stage !== stages.at(-1)?.stage) {
      stages.push({ stage: event.stage, at: performance.now() });
    }
  },
});
const endedAt = performance.now();
const usage = process.resourceUsage();
const seconds = Object.fromEntries(
  stages.map(({ stage, at }, i) => [stage, ((stages[i + 1]?.at ?? endedAt) - at) / 1000]),
);
process.stdout.write(
  `${JSON.stringify({
    records: scan.corpus.records,
    wallSeconds: (endedAt - startedAt) / 1000,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakBytes: usage.maxRSS * 1024,
    stages: seconds,
    candidates: scan.mining.candidates,
    compared: scan.mining.compared,
    unreadable: scan.unreadableCount,
  })}\n`,
);
