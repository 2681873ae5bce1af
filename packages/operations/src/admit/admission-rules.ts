import { BezoarError, TRUST_TIERS, type TrustTier } from '@bezoar/core';
import type { AdmissionRules, AdmissionTarget, ReviewedRecord } from '@bezoar/corpus';
import type { DecisionInForce } from '../decide/decisions-in-force.ts';
import type { ProjectLog } from '../ledger/project-log.ts';
import type { Project } from '../project/project.ts';
import { parseVerdicts } from '../review/outcome/verdict-file.ts';
import { acceptRisks } from '../scan/accepted-risks.ts';
import type { ScanPolicy } from '../scan/scan-policy.ts';
import type { CorpusKey } from './earlier/corpus-key.ts';
import type { EarlierRecords } from './earlier/earlier-records.ts';

/** What the rules of an admission are drawn from. */
export interface RulesInput {
  readonly project: Project;
  readonly log: ProjectLog;
  readonly target: AdmissionTarget;
  readonly policy: ScanPolicy;
  readonly decisions: readonly DecisionInForce[];
  readonly key: CorpusKey;
  readonly earlier: AdmissionRules['earlier'];
  readonly records: EarlierRecords;
  /** Whether the document is the signed one: only then do its accepted risks count. */
  readonly isSigned: boolean;
  readonly now: number;
}

/** The document's rules, and the decisions in force, as layer 1 reads them. */
export async function admissionRules(input: RulesInput): Promise<AdmissionRules> {
  const { project, target, policy, decisions, key, earlier, records, isSigned, now } = input;
  const { corpus, accepted } = project.model;
  const changes = decisions.flatMap(({ action, from, to, records }) =>
    action === 'tier-change' && from !== undefined && to !== undefined
      ? [{ from, to, covers: (digest: string) => records.has(digest) }]
      : [],
  );
  const reviewed = await verdictsOf(input);
  return {
    target,
    admitToBase: corpus.admitToBase,
    admissions: decisions.flatMap(({ action, from, signers, records }) =>
      action === 'admit-to-base' && from !== undefined
        ? [{ from, signatures: signers.length, covers: (digest: string) => records.has(digest) }]
        : [],
    ),
    changes,
    generatorTier: (generator) => generatorTier(generator, project),
    earlierRecord: (parent) => records.find(parent, target),
    ...(corpus.selection === undefined ? {} : { selection: corpus.selection }),
    ...(corpus.caps === undefined ? {} : { caps: corpus.caps }),
    failOn: policy.failOn,
    now,
    judge: (findings) => acceptRisks(findings, accepted, now, isSigned),
    reviewed: (digest) => reviewed.get(digest),
    keys: key,
    earlier,
  };
}

/** A generator is as trusted as the source of that name, or as the tier that it is called by. */
function generatorTier(generator: string, project: Project): TrustTier {
  const named = TRUST_TIERS.find((tier) => tier === generator);
  return named ?? project.model.corpus.sources.find(({ name }) => name === generator)?.tier ?? 'open';
}

/** The verdicts of signed reviews, the last one on each record. */
async function verdictsOf({ log, decisions }: RulesInput): Promise<ReadonlyMap<string, ReviewedRecord>> {
  const reviewed = new Map<string, ReviewedRecord>();
  for (const { action, evidence, records } of decisions) {
    if (action !== 'review') continue;
    for (const { digest } of evidence) {
      const verdicts = await readVerdicts(log, digest.sha256);
      for (const [record, verdict] of verdicts ?? []) if (records.has(record)) reviewed.set(record, verdict);
    }
  }
  return reviewed;
}

async function readVerdicts(log: ProjectLog, digest: string): Promise<ReadonlyMap<string, ReviewedRecord> | undefined> {
  try {
    return parseVerdicts(await log.evidence(digest)).verdicts;
  } catch (error) {
    // Evidence of another kind, or gone: it releases nothing.
    if (error instanceof BezoarError) return undefined;
    throw error;
  }
}
