import { randomBytes } from 'node:crypto';
import { seededRandom, systemClock } from '@bezoar/core';
import { BUDGETS, buildProbeSet, type MinedPhrase, type Probe, readMinedFindings, runGate } from '@bezoar/evaluate';
import { startDocument } from '../document/command-document.ts';
import { readReport } from '../document/read-report.ts';
import { withLedger } from '../ledger/with-ledger.ts';
import { openProject } from '../project/project.ts';
import type { GateDocument } from './gate-document.ts';
import { budgetOf, modelAccess, referenceNames } from './gate-flags.ts';
import type { GateCommandOptions } from './gate-options.ts';
import { gatePlan } from './gate-plan.ts';
import { logVerdict, preregister } from './log/log-gate.ts';
import { makeDocument } from './make-document.ts';
import { tinyAids } from './models/control-for.ts';
import { examineCapabilities } from './models/examine-endpoint.ts';
import { type OpenedModel, openModel } from './models/open-model.ts';
import { sameModels } from './models/same-models.ts';
import { readProbeFile } from './setting/gate-files.ts';
import { gateSetting } from './setting/gate-setting.ts';
import { testedHazards } from './setting/tested-hazards.ts';

const SCAN_REPORT = { schema: 'bezoar.scan/v1', command: 'scan', prefix: 'gate' };

/**
 * Tests a candidate model against its references. Inside a project its document decides and flags may only tighten it, and what is
 * about to be asked is logged before the first probe. Throws a `UsageError` for what cannot be started.
 */
export async function gate(options: GateCommandOptions): Promise<GateDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const { location, signal } = options;
  const { workingDirectory } = location;
  const project = await openProject(location);
  const report = options.scan === undefined ? undefined : await readReport(options.scan, SCAN_REPORT, workingDirectory);
  const hazards = await testedHazards(project, options, report?.document);
  const budget = budgetOf(project, options.budget);
  const names = referenceNames(project, options.references, workingDirectory);
  const access = modelAccess(project, options);
  const seed = options.seed ?? randomBytes(8).toString('hex');
  const interruptible = signal === undefined ? {} : { signal };
  const opened: OpenedModel[] = [];
  try {
    const candidate = await openModel(options.candidate, access, options.artifact);
    opened.push(candidate);
    for (const name of names) opened.push(await openModel(name, access));
    const references = opened.slice(1);
    const { setting, sha256, sources } = await gateSetting({
      project,
      hazards,
      report: report?.document,
      workingDirectory,
      maxCarriers: BUDGETS[budget].carriers,
      random: seededRandom(`setting ${seed}`),
      ...interruptible,
    });
    const own: Probe[] = [];
    for (const path of options.probes) own.push(...(await readProbeFile(path, workingDirectory)));
    const probes = buildProbeSet({ mined: minedPhrases(report?.document), budget, hazards, own, seed });
    const plan = gatePlan({
      budget,
      seed,
      probes,
      hazards,
      setting: sha256,
      candidate: candidate.gated,
      references: references.map(({ gated }) => gated),
      scan: report?.sha256,
    });
    const preregistration = project === undefined ? undefined : await preregister(project, plan, clock);
    const capabilities: GateDocument['capabilities'][number][] = [];
    for (const { gated, raw } of opened) {
      if (raw === undefined) continue;
      const seen = await examineCapabilities(raw, setting.granted[0], setting.tools, signal);
      capabilities.push({ name: gated.name, report: seen });
    }
    const result = await runGate({
      candidate: candidate.model,
      references: references.map(({ model }) => model),
      setting,
      probes,
      budget: BUDGETS[budget],
      seed,
      concurrency: options.concurrency,
      isSameModel: sameModels(opened, access),
      ...(await tinyAids(candidate, references, setting, { seed, workingDirectory })),
      ...interruptible,
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    });
    const made = { finish, project, options, report, plan, opened, capabilities, sources };
    const document = makeDocument(result, made);
    signal?.throwIfAborted();
    if (project === undefined || preregistration === undefined) return document;
    return await withLedger(project, document, 'gate', () =>
      logVerdict(project, { document, preregistration, plan }, clock),
    );
  } finally {
    await Promise.all(opened.map(({ model }) => model.close()));
  }
}

/** Phrases of a scan report that were not fixed since. */
function minedPhrases(report: Readonly<Record<string, unknown>> | undefined): readonly MinedPhrase[] {
  const findings = Array.isArray(report?.findings) ? (report.findings as { readonly status?: unknown }[]) : [];
  return readMinedFindings(findings.filter((finding) => finding?.status !== 'fixed'));
}
