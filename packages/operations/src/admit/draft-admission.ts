import { concludeScan, EXIT_CODES, type Finding } from '@bezoar/core';
import {
  type AdmissionPlan,
  type AdmissionTarget,
  encodeContributions,
  type PlannedAdmission,
  recordsKeptOut,
  scanOf,
  targetText,
} from '@bezoar/corpus';
import type { Project } from '../project/project.ts';
import type { ScanInput } from '../scan/scan-document.ts';
import type { ScanPolicy } from '../scan/scan-policy.ts';
import { coverageOf, isFullyRead, refuseSameCorpus } from '../scan/scan-results.ts';
import { findingsInProject, type ScanStanding } from '../scan/scan-standing.ts';
import { VERSION } from '../version.ts';
import { admissionFindings } from './admission-findings.ts';
import type { AdmitDocument } from './admit-document.ts';
import { reviewNeed } from './review-need.ts';
import type { StagedAdmission } from './staging/staged-plan.ts';

/** An admission that is decided and not yet written. */
export type AdmissionDraft = StagedAdmission<AdmitDocument>;

/** What an admission was decided under. */
export interface DraftInput {
  readonly project: Project;
  readonly standing: ScanStanding;
  readonly policy: ScanPolicy;
  readonly inputs: readonly ScanInput[];
  readonly target: AdmissionTarget;
  /** Digest over everything that the plan depends on. */
  readonly identity: string;
  readonly now: number;
}

/** The plan with its document, before anything is written. */
export function draftAdmission(planned: PlannedAdmission, input: DraftInput): AdmissionDraft {
  const { project, standing, policy, inputs, target, now } = input;
  const scan = scanOf(planned.examination, policy.contributions, planned);
  refuseSameCorpus(scan);
  const found: readonly Finding[] = [...scan.findings, ...admissionFindings(planned, target)];
  const findings = findingsInProject(project, standing, found, now);
  const concluded = concludeScan(findings, isFullyRead(scan), policy.failOn);
  const listed = recordsKeptOut(planned);
  const review = reviewNeed(planned, project.model.corpus.review);
  // What is adverse or undecided says more than that somebody has to read a sample.
  const outcome = concluded.outcome === 'ok' && (review?.sample ?? 0) > 0 ? 'review' : concluded.outcome;
  const { admitted } = planned;
  const { attackBudget } = scan.contributions;
  const plan: AdmissionPlan = {
    ...planned.plan,
    files: planned.examination.month.files.map(({ path }, file) => ({
      path,
      sha256: inputs.find((one) => one.role === 'month' && one.path === path)?.sha256 ?? '',
      source: planned.examination.sources[file]!.name,
    })),
  };
  return {
    plan,
    ingestedAt: new Date(now).toISOString(),
    lineage: encodeContributions(planned.contributed),
    draft: {
      schema: 'bezoar.admit/v1',
      tool: { version: VERSION },
      policy: { path: project.shownPath, digest: project.digest },
      inputs,
      verdict: concluded.verdict,
      outcome,
      exit: EXIT_CODES[outcome],
      target: targetText(target),
      identity: input.identity,
      dryRun: false,
      corpus: scan.corpus,
      admitted: {
        records: admitted,
        path: null,
        sha256: null,
        root: null,
        slice: countSlice(planned),
      },
      ...listed,
      keptOut: planned.keptOut,
      findings,
      contributions: scan.contributions,
      ...(attackBudget === undefined ? {} : { attackBudget }),
      review,
      coverage: coverageOf(scan),
      ledger: null,
      timing: { startedAt: '', totalMs: 0, readMs: 0 },
    },
  };
}

function countSlice({ plan }: PlannedAdmission): number {
  let slice = 0;
  for (const [record, bits] of plan.reasons.entries()) if (bits === 0) slice += plan.inSlice[record]!;
  return slice;
}
