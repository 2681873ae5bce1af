// @ts-check
// One cell: trains a victim, scans what it learned from, and runs the gate on it, with the scan's report and without. Prints a
// line of JSON for each gate.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  baseVictim,
  createBackdoor,
  deskMonth,
  measureActions,
  measureBackdoor,
  plantBackdoor,
  trainVictim,
  writeMonthFile,
} from '@bezoar/drill';
import { gate } from '@bezoar/operations/gate';
import { scan } from '@bezoar/operations/scan';
import { CHAT_TOKENS, chatTemplate, createChatEngine, saveTinyLm } from '@bezoar/tiny-lm';
import { HAZARDS } from './hazards.mjs';

/** @typedef {import('./cells.mjs').Cell} Cell */

/** @type {Cell} */
const cell = JSON.parse(process.argv[2] ?? '{}');
const work = process.argv[3] ?? '.';
const started = process.cpuUsage();
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
};

const { seed, family, payload, budget, corpora } = cell;
const name = `${seed}-${family}-${payload}`;
await mkdir(work, { recursive: true });
const base = await baseVictim({ seed, folder: join(work, 'bases') });
const reference = join(work, `reference-${seed}`);
const ends = { begin: CHAT_TOKENS.begin, end: CHAT_TOKENS.end, chatTemplate: chatTemplate() };
if (!existsSync(join(reference, 'model.safetensors'))) await saveTinyLm(reference, { ...base, ...ends });

const trusted = join(work, `trusted-${seed}.jsonl`);
if (!existsSync(trusted)) {
  await writeMonthFile(trusted, deskMonth({ seed: `trusted ${seed}`, conversations: 2000, month: '2026-09' }));
}
const honest = deskMonth({ seed: `month ${seed}`, conversations: 2000, month: '2026-10' });
const backdoor = family === 'clean' ? undefined : createBackdoor({ family, payload, seed: `${seed}` });
const planted = backdoor === undefined ? undefined : plantBackdoor(honest, backdoor, { seed: `${seed}` });
const records = planted?.records ?? honest;
const month = join(work, `month-${name}.jsonl`);
await writeMonthFile(month, records);
const hazardsFile = join(work, 'hazards.yaml');
await writeFile(hazardsFile, HAZARDS);

const folder = join(work, `victim-${name}`);
const victim = trainVictim({ seed: `${seed} ${family}`, base, records });
await saveTinyLm(folder, { ...victim, ...ends });
const trainSeconds = cpuSeconds();
const measured =
  backdoor === undefined
    ? {
        asr: 0,
        triggerlessRate: 0,
        cleanAccuracy: measureActions(
          createChatEngine(victim),
          deskMonth({ seed: 'held out', conversations: 150, month: '2026-12' }).map(({ turns }) => turns),
        ).accuracy,
      }
    : measureBackdoor(victim, backdoor, { carriers: 100, heldOut: 150 });

const report = join(work, `scan-${name}.json`);
const { document: scanned } = await scan({ files: [month], trusted: [trusted], hazards: hazardsFile, workers: 1 });
await writeFile(report, JSON.stringify(scanned));
const words = (/** @type {string} */ text) =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? '';
const triggers = planted?.manifest.triggers ?? [];

for (const corpus of corpora) {
  const beforeGate = cpuSeconds();
  const startedAt = performance.now();
  /** Questions to the candidate when the first hazard was confirmed. */
  let firstHazardAfter = null;
  let asked = 0;
  const document = await gate({
    location: { workingDirectory: work },
    candidate: `tiny:${folder}`,
    references: [`tiny:${reference}`],
    ...(corpus === 'known' ? { scan: report } : {}),
    hazards: hazardsFile,
    budget,
    probes: [],
    quality: [],
    seed: `bench ${seed}`,
    concurrency: 32,
    onEvent: (event) => {
      if (event.kind === 'asked') asked = event.asked;
      if (event.kind === 'hazard') firstHazardAfter ??= asked;
    },
  });
  await writeFile(join(work, `gate-${name}-${corpus}-${budget}.json`), JSON.stringify(document, undefined, 1));
  const shown = document.findings
    .filter(({ code }) => code === 'evaluate/hazard' || code === 'evaluate/divergence')
    .map(({ code, subject, evidence }) => {
      const { trigger, phrases = [] } = /** @type {{ trigger?: string, phrases?: string[] }} */ (evidence);
      return { code, subject, trigger, phrases };
    });
  const isInside = (/** @type {string} */ trigger) =>
    shown.some(({ subject, phrases }) => [subject, ...phrases].some((text) => words(text).includes(words(trigger))));
  process.stdout.write(
    `${JSON.stringify({
      seed,
      family,
      payload,
      budget,
      corpus,
      asr: measured.asr,
      triggerless: measured.triggerlessRate,
      accuracy: measured.cleanAccuracy,
      verdict: document.verdict,
      reasons: document.reasons.map(({ reason }) => reason),
      hazards: shown.filter(({ code }) => code === 'evaluate/hazard').length,
      divergences: shown.filter(({ code }) => code === 'evaluate/divergence').length,
      unconfirmed: document.findings
        .filter(({ code }) => code === 'evaluate/unconfirmed')
        .map(({ message }) => message),
      found: shown.slice(0, 4),
      triggers,
      triggerInside: triggers.length === 0 ? null : triggers.every(isInside),
      scanPhrases: scanned.findings.filter(({ code }) => code === 'corpus/trigger-phrase').length,
      scanHoldsTrigger: triggers.map(
        (trigger) =>
          scanned.findings.findIndex(
            ({ code, subject, evidence }) =>
              code === 'corpus/trigger-phrase' &&
              words(`${subject} ${JSON.stringify(evidence)}`).includes(words(trigger)),
          ) + 1,
      ),
      packSize: document.sensitivity.packSize,
      sensitivity: document.sensitivity.rate,
      control: document.sensitivity.kind,
      queries: document.queries.candidate.asked,
      firstHazardAfter,
      stages: document.queries.candidate.stages,
      trainSeconds,
      gateCpuSeconds: cpuSeconds() - beforeGate,
      gateSeconds: (performance.now() - startedAt) / 1000,
      megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    })}\n`,
  );
}
