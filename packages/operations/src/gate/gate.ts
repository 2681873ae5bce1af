import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  type Clock,
  GATE_BUDGETS,
  type GateBudget,
  type Hazard,
  hazardsOf,
  type Outcome,
  seededRandom,
  systemClock,
  UsageError,
} from '@bezoar/core';
import {
  BUDGETS,
  buildProbeSet,
  CONFIRMATION,
  DIVERGENCE_ALPHA,
  type GateEvent,
  type GateVerdict,
  MAX_FAILED_SHARE,
  MIN_SENSITIVITY,
  type MinedPhrase,
  type Probe,
  readMinedFindings,
  runGate,
} from '@bezoar/evaluate';
import { startDocument } from '../document/command-document.ts';
import { readReport } from '../document/read-report.ts';
import { readHazardsFile } from '../hazards/hazards-file.ts';
import { withLedger } from '../ledger/with-ledger.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { openProject, type Project, policyReference } from '../project/project.ts';
import { gateFindings } from './findings/gate-findings.ts';
import type { GateDocument, GatePlan, QualityScore } from './gate-document.ts';
import { logVerdict, preregister } from './log/log-gate.ts';
import { type ModelAccess, type OpenedModel, openModel } from './models/open-model.ts';
import { examineCapabilities } from './models/examine-endpoint.ts';
import { sameModels } from './models/same-models.ts';
import { TINY_USER_TURN } from './models/tiny-model.ts';
import { trainControl } from './models/train-control.ts';
import { plannedHazards } from './planned-hazards.ts';
import { readProbeFile } from './setting/gate-files.ts';
import { gateSetting } from './setting/gate-setting.ts';
import { reportHazards } from './setting/report-hazards.ts';

/** Options of `gate`. */
export interface GateCommandOptions extends Omit<ModelAccess, 'workingDirectory' | 'cacheFolder'> {
  readonly location: ProjectLocation;
  /** The model that may be promoted: `openai:<base-url>#<model>`, `command:<shell command>`, `tiny:<folder>`. */
  readonly candidate: string;
  /** Models that it is compared with, beside those of the document. */
  readonly references: readonly string[];
  /** A report of `bezoar scan --json`. */
  readonly scan?: string;
  /** A file with an actions block. */
  readonly hazards?: string;
  readonly budget?: GateBudget;
  /** Files of the user's own probes. */
  readonly probes: readonly string[];
  /** The bytes that the candidate's endpoint serves. */
  readonly artifact?: string;
  /** Absent: drawn anew, so that nobody can design around the neighbours of a phrase. */
  readonly seed?: string;
  /** Where replies of endpoints are kept; absent: in the project's state. */
  readonly cache?: string;
  /** Shown, and never deciding. */
  readonly quality: readonly QualityScore[];
  readonly clock?: Clock;
  readonly onEvent?: (event: GateEvent) => void;
}

const OUTCOMES: Readonly<Record<GateVerdict, Outcome>> = {
  PASS: 'ok',
  FAIL: 'adverse',
  INCONCLUSIVE: 'undecided',
  REVIEW: 'review',
};

/**
 * Tests a candidate model against its references. Inside a project its document decides and flags may only tighten it, and what is
 * about to be asked is logged before the first question. Throws a `UsageError` for what cannot be started.
 */
export async function gate(options: GateCommandOptions): Promise<GateDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const { location, signal } = options;
  const { workingDirectory } = location;
  const project = await openProject(location);
  const report =
    options.scan === undefined
      ? undefined
      : await readReport(options.scan, { schema: 'bezoar.scan/v1', command: 'scan', prefix: 'gate' }, workingDirectory);
  const hazards = await hazardsToTest(project, options, report?.document);
  const budget = budgetToUse(project, options.budget);
  const names = referenceNames(project, options.references, workingDirectory);
  const access: ModelAccess = {
    ...options,
    workingDirectory,
    ...(project === undefined ? {} : { projectFolder: project.folder }),
    ...cacheFolder(project, options.cache, workingDirectory),
  };
  const seed = options.seed ?? randomBytes(8).toString('hex');
  const opened: OpenedModel[] = [];
  try {
    const candidate = await openModel(options.candidate, access, options.artifact);
    opened.push(candidate);
    const references: OpenedModel[] = [];
    for (const name of names) {
      const reference = await openModel(name, access);
      references.push(reference);
      opened.push(reference);
    }
    const from = await gateSetting({
      project,
      hazards,
      report: report?.document,
      workingDirectory,
      random: seededRandom(`setting ${seed}`),
      ...(signal === undefined ? {} : { signal }),
    });
    const own: Probe[] = [];
    for (const path of options.probes) own.push(...(await readProbeFile(path, workingDirectory)));
    const probes = buildProbeSet({ mined: minedPhrases(report?.document), budget, hazards, own, seed });
    const plan: GatePlan = {
      budget,
      seed,
      probeSet: { sha256: probes.sha256, probes: probes.probes.length },
      hazards: plannedHazards(hazards),
      setting: from.sha256,
      thresholds: {
        questions: BUDGETS[budget].questions,
        confirmationAlpha: CONFIRMATION.alpha,
        confirmationRate: CONFIRMATION.p1,
        divergenceAlpha: DIVERGENCE_ALPHA,
        minSensitivity: MIN_SENSITIVITY,
        maxFailedShare: MAX_FAILED_SHARE,
      },
      candidate: candidate.gated,
      references: references.map(({ gated }) => gated),
      scan: report?.sha256 ?? null,
    };
    const preregistration = project === undefined ? undefined : await preregister(project, plan, clock);
    const same = sameModels(opened, access);
    const capabilities: GateDocument['capabilities'][number][] = [];
    for (const { gated, raw } of opened) {
      if (raw === undefined) continue;
      const { granted, tools } = from.setting;
      capabilities.push({ name: gated.name, report: await examineCapabilities(raw, granted[0], tools, signal) });
    }
    const firstTiny = references.find(({ gated }) => gated.name.startsWith('tiny:'));
    const control =
      firstTiny?.place === undefined
        ? undefined
        : await trainControl(resolve(workingDirectory, firstTiny.place), from.setting, {
            seed,
            name: firstTiny.gated.name,
          });
    const isTiny = [candidate, references[0]].every((one) => one?.gated.name.startsWith('tiny:') === true);
    const userTurn = isTiny ? TINY_USER_TURN : undefined;
    const result = await runGate({
      candidate: candidate.model,
      references: references.map(({ model }) => model),
      setting: from.setting,
      probes,
      budget: BUDGETS[budget],
      seed,
      concurrency: options.concurrency,
      isSameModel: same,
      ...(control === undefined ? {} : { control }),
      ...(userTurn === undefined ? {} : { userTurn }),
      ...(signal === undefined ? {} : { signal }),
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    });
    const { candidate: asked, references: others, control: controlled, verdict, hazards: _, ...rest } = result;
    const total = [asked, ...others, ...(controlled === null ? [] : [controlled])].reduce(
      (sum, one) => sum + one.asked,
      0,
    );
    const document: GateDocument = {
      ...finish({
        command: 'gate',
        policy: policyReference(project),
        inputs: inputsOf(options, report?.sha256),
        verdict,
        outcome: OUTCOMES[verdict],
        findings: gateFindings(result, report?.document),
        read: result.families.reduce((sum, { tested }) => sum + tested, 0),
      }),
      plan,
      queries: { total, candidate: asked, references: others, control: controlled },
      exchanges: opened.map(({ model }) => ({ name: model.name, ...model.exchanges() })),
      capabilities,
      fingerprints: opened.flatMap(({ gated, first }) =>
        first === undefined ? [] : [{ name: gated.name, fingerprint: 'fault' in first ? null : first.fingerprint }],
      ),
      reasons: rest.reasons,
      sensitivity: rest.sensitivity,
      noise: rest.noise,
      drift: rest.drift,
      leak: rest.leak,
      residualBound: rest.residualBound,
      families: rest.families,
      carriers: rest.carriers,
      sources: from.sources,
      quality: options.quality,
      limits: rest.limits,
      replay: replayCommand(options, seed),
      ledger: null,
    };
    signal?.throwIfAborted();
    if (project === undefined || preregistration === undefined) return document;
    return await withLedger(project, document, 'gate', () =>
      logVerdict(project, { document, preregistration, plan }, clock),
    );
  } finally {
    await Promise.all(opened.map(({ model }) => model.close()));
  }
}

function minedPhrases(report: Readonly<Record<string, unknown>> | undefined): readonly MinedPhrase[] {
  const open = Array.isArray(report?.findings) ? (report.findings as { readonly status?: unknown }[]) : [];
  return readMinedFindings(open.filter((finding) => finding?.status !== 'fixed'));
}

/** What the document declares decides; `--hazards` may add. Outside of a project, what the scan knew. */
async function hazardsToTest(
  project: Project | undefined,
  { hazards: file, location }: GateCommandOptions,
  report: Readonly<Record<string, unknown>> | undefined,
): Promise<readonly Hazard[]> {
  const declared = project?.model.actions === undefined ? [] : hazardsOf(project.model.actions);
  const named = project?.model.gate?.hazards ?? [];
  const own = named.length === 0 ? declared : declared.filter(({ action }) => named.includes(action));
  const added = file === undefined ? [] : (await readHazardsFile(file, location.workingDirectory)).hazards;
  const known = new Set(declared.map(({ action }) => action));
  const redefined = added.find(({ action }) => known.has(action));
  if (redefined !== undefined) {
    throw new UsageError(
      'policy/flag-loosens',
      `\`--hazards\` redefines \`${redefined.action}\`, which the document declares`,
    );
  }
  const all = [...own, ...added];
  const hazards = all.length > 0 ? all : reportHazards(report);
  if (hazards.length > 0) return hazards;
  throw new UsageError(
    'gate/no-hazards',
    'no action is declared that needs a precondition; declare one in a THREATMODEL.md (`bezoar init`), or give `--hazards`',
  );
}

/** A flag may ask for more than the document, never for less. */
function budgetToUse(project: Project | undefined, flag: GateBudget | undefined): GateBudget {
  const declared = project?.model.gate?.budget;
  if (declared === undefined || flag === undefined) return flag ?? declared ?? 'standard';
  if (GATE_BUDGETS.indexOf(flag) >= GATE_BUDGETS.indexOf(declared)) return flag;
  throw new UsageError(
    'policy/flag-loosens',
    `\`--budget ${flag}\` is less than the document's \`budget: ${declared}\``,
  );
}

function referenceNames(
  project: Project | undefined,
  flags: readonly string[],
  workingDirectory: string,
): readonly string[] {
  const documented = (project?.model.gate?.references ?? []).map((name) =>
    /^(?:openai|command|tiny):/.test(name) || project === undefined
      ? name
      : `tiny:${resolve(project.folder, name).replace(`${resolve(workingDirectory)}/`, '')}`,
  );
  const names = [...new Set([...flags, ...documented])];
  if (names.length > 0) return names;
  throw new UsageError(
    'gate/no-reference',
    'name a model to compare with: `--reference`, or `references:` in the document',
  );
}

function cacheFolder(
  project: Project | undefined,
  flag: string | undefined,
  workingDirectory: string,
): { readonly cacheFolder?: string } {
  if (flag !== undefined) return { cacheFolder: resolve(workingDirectory, flag) };
  return project === undefined ? {} : { cacheFolder: join(project.state.root, 'gate') };
}

function inputsOf({ scan }: GateCommandOptions, sha256: string | undefined): GateDocument['inputs'] {
  return scan === undefined || sha256 === undefined ? [] : [{ path: scan, sha256 }];
}

/** The command that asks the same questions again. */
function replayCommand(
  { candidate, references, scan, budget, artifact, hazards, probes }: GateCommandOptions,
  seed: string,
): string {
  const flag = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [name, quoted(value)];
  return [
    'bezoar gate',
    ...flag('--candidate', candidate),
    ...references.flatMap((one) => flag('--reference', one)),
    ...flag('--scan', scan),
    ...flag('--hazards', hazards),
    ...flag('--budget', budget),
    ...flag('--artifact', artifact),
    ...probes.flatMap((one) => flag('--probes', one)),
    ...flag('--seed', seed),
  ].join(' ');
}

function quoted(text: string): string {
  return /^[\w:/.@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
