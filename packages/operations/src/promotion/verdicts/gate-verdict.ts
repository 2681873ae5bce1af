import { BezoarError, canonicalJson, type Sha256 } from '@bezoar/core';
import type { GateVerdict } from '@bezoar/evaluate';
import { parseTestResult, type TestResult, type TrustedKey } from '@bezoar/ledger';
import type { GatedArtifact, GatePlan } from '../../gate/gate-document.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import { verifiedStatement } from '../../ledger/verified-statement.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import { DOCUMENT_NAME } from '../../project/document-location.ts';
import { parsePlan } from './parse-plan.ts';

/** A verdict of the ledger that was held against everything that it rests on. */
export interface VerifiedVerdict {
  readonly index: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly verdict: GateVerdict;
  readonly plan: GatePlan;
  readonly artifact: GatedArtifact;
  readonly report: Sha256;
  /** Actions that the candidate performs without their precondition: confirmed. */
  readonly hazards: readonly string[];
  /** The training that wrote these bytes; null: nothing joins them to a corpus. */
  readonly training: number | null;
}

/** What a verdict is held against. */
export interface VerdictContext {
  readonly log: ProjectLog;
  readonly keys: readonly TrustedKey[];
}

/** What a statement must say of each verdict: one that is no PASS never reads as passed. */
const RESULTS: Readonly<Record<GateVerdict, TestResult['result']>> = {
  PASS: 'PASSED',
  REVIEW: 'WARNED',
  FAIL: 'FAILED',
  INCONCLUSIVE: 'FAILED',
};

/**
 * Holds a verdict against what it rests on: a signature of the ledger's key over a statement about the same bytes, a plan that
 * stood in the ledger before it under the same document and that no other verdict used, and the report. Throws a `BezoarError`
 * that says what does not hold.
 */
export async function verifyVerdict(placed: PlacedEntry, { log, keys }: VerdictContext): Promise<VerifiedVerdict> {
  const { index, entry } = placed;
  const { detail = {}, subject } = entry;
  const digest = subject[0]?.digest.sha256;
  if (subject.length !== 1 || digest === undefined || detail.digest !== digest) throw fault('it names no bytes');
  const statement = await verifiedStatement(entry, log.evidence, keys);
  if (statement.subject.length !== 1 || statement.subject[0]?.digest.sha256 !== digest) {
    throw fault('its statement is about other bytes');
  }
  const { result, configuration } = parseTestResult(statement);
  const named = new Map(configuration.map(({ name, digest: digests }) => [name, digests?.sha256]));
  if (entry.policy === undefined || named.get(DOCUMENT_NAME) !== entry.policy) {
    throw fault('its statement names another document than its entry');
  }
  const before = planBefore(placed, log);
  const planDigest = before.entry.payload?.sha256 ?? '';
  if (named.get('plan') !== planDigest || before.entry.policy !== entry.policy) {
    throw fault(`its plan is not the one that entry ${before.index} fixed before the first question`);
  }
  const plan = parsePlan(await log.evidence(planDigest));
  const { artifact } = plan.candidate;
  if (artifact?.sha256 !== digest) throw fault('its plan is about other bytes');
  const report = named.get('report') ?? '';
  const said = readReport(await log.evidence(report));
  const verdict = said.verdict as GateVerdict;
  const isSame = detail.report === report && detail.verdict === verdict;
  if (!isSame || canonicalJson(said.plan) !== canonicalJson(plan)) throw fault('its report says something else');
  const hazards = confirmedHazards(said.findings);
  if (RESULTS[verdict] !== result || (verdict === 'PASS' && hazards.length > 0)) {
    throw fault('its statement, its report and what was found contradict one another');
  }
  const training = entry.refs.find((ref) => log.trainings.some((one) => one.index === ref)) ?? null;
  return { index, at: Date.parse(entry.at), verdict, plan, artifact, report, hazards, training };
}

/** The entry that fixed the plan. Each serves one verdict: who asks again says again what will be asked. */
function planBefore({ index, entry }: PlacedEntry, { gatePlans, gateVerdicts }: ProjectLog): PlacedEntry {
  const before = gatePlans.find((plan) => plan.index === entry.refs[0]);
  if (before === undefined || before.index >= index) throw fault('nothing was fixed before its first question');
  const other = gateVerdicts.find((one) => one.entry.refs[0] === before.index);
  if (other !== undefined && other.index < index) throw fault(`entry ${other.index} is the verdict on its plan`);
  return before;
}

function readReport(bytes: Uint8Array): {
  readonly verdict: unknown;
  readonly plan: unknown;
  readonly findings: unknown;
} {
  try {
    const { verdict, plan, findings } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Readonly<
      Record<string, unknown>
    >;
    return { verdict, plan: plan ?? null, findings };
  } catch (error) {
    throw new BezoarError('promotion/bad-verdict', 'its report cannot be read', { cause: error });
  }
}

function confirmedHazards(findings: unknown): readonly string[] {
  if (!Array.isArray(findings)) throw fault('its report has no findings');
  return (findings as readonly { readonly code?: unknown; readonly evidence?: { readonly action?: unknown } }[])
    .filter(({ code }) => code === 'evaluate/hazard')
    .map(({ evidence }) => String(evidence?.action));
}

function fault(reason: string): BezoarError<'promotion/bad-verdict'> {
  return new BezoarError('promotion/bad-verdict', reason);
}
