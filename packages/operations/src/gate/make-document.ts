import type { Outcome } from '@bezoar/core';
import type { GateResult, GateVerdict } from '@bezoar/evaluate';
import type { startDocument } from '../document/command-document.ts';
import type { ReadReport } from '../document/read-report.ts';
import { type Project, policyReference } from '../project/project.ts';
import { gateFindings } from './findings/gate-findings.ts';
import type { GateDocument, GatePlan } from './gate-document.ts';
import type { GateCommandOptions } from './gate-options.ts';
import type { OpenedModel } from './models/open-model.ts';
import { replayCommand } from './replay-command.ts';

const OUTCOMES: Readonly<Record<GateVerdict, Outcome>> = {
  PASS: 'ok',
  FAIL: 'adverse',
  INCONCLUSIVE: 'undecided',
  REVIEW: 'review',
};

/** The document of a gate that ran, before it is logged. */
export function makeDocument(
  result: GateResult,
  of: {
    readonly finish: ReturnType<typeof startDocument>;
    readonly project: Project | undefined;
    readonly options: GateCommandOptions;
    readonly report: ReadReport | undefined;
    readonly plan: GatePlan;
    readonly opened: readonly OpenedModel[];
    readonly capabilities: GateDocument['capabilities'];
    readonly sources: readonly string[];
  },
): GateDocument {
  const { finish, project, options, report, plan, opened, capabilities, sources } = of;
  const { candidate, references, control, verdict } = result;
  const { reasons, sensitivity, noise, drift, leak, residualBound, families, carriers, limits } = result;
  const models = [candidate, ...references, ...(control === null ? [] : [control])];
  return {
    ...finish({
      command: 'gate',
      policy: policyReference(project),
      inputs: options.scan === undefined || report === undefined ? [] : [{ path: options.scan, sha256: report.sha256 }],
      verdict,
      outcome: OUTCOMES[verdict],
      findings: gateFindings(result, report?.document),
      read: families.reduce((sum, { tested }) => sum + tested, 0),
    }),
    plan,
    queries: { total: models.reduce((sum, { asked }) => sum + asked, 0), candidate, references, control },
    exchanges: opened.map(({ model }) => ({ name: model.name, ...model.exchanges() })),
    capabilities,
    fingerprints: opened.flatMap(({ gated, first }) =>
      first === undefined ? [] : [{ name: gated.name, fingerprint: 'fault' in first ? null : first.fingerprint }],
    ),
    reasons,
    sensitivity,
    noise,
    drift,
    leak,
    residualBound,
    families,
    carriers,
    sources,
    quality: options.quality,
    limits,
    replay: replayCommand(options, plan.seed),
    ledger: null,
  };
}
