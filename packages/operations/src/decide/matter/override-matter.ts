import { isSha256, plural, type Sha256, UsageError } from '@bezoar/core';
import { readReport } from '../../document/read-report.ts';
import { trustedLedgerKeys } from '../../ledger/keys/trusted-ledger-keys.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { Project } from '../../project/project.ts';
import { OVERRIDE_TO, overrideSubject, REPORT_NAME } from '../../promotion/overrides/override-binding.ts';
import { authorizationFault } from '../../promotion/standing/independent-authorization.ts';
import { decidingVerdict, isVerified } from '../../promotion/verdicts/deciding-verdict.ts';
import type { VerifiedVerdict } from '../../promotion/verdicts/gate-verdict.ts';
import type { DecisionAuthority } from '../judge-pending.ts';
import type { DecisionMatter } from './decision-matter.ts';

/** Where a verdict to override is looked for. */
export interface OverrideRequest {
  readonly project: Project;
  readonly authority: DecisionAuthority;
  readonly log: ProjectLog;
  readonly workingDirectory: string;
  readonly now: number;
}

/**
 * The verdict that decides about a model, named by the report of `bezoar gate --json`, the digest of that report in the ledger, or the
 * model's own. Throws `decide/no-verdict` where there is none that holds, `decide/other-verdict` for one that does not decide any
 * more, and `decide/not-allowed` for a PASS, or for a confirmed hazard whose action nothing authorizes but the model.
 */
export async function overrideMatter(named: string, request: OverrideRequest): Promise<DecisionMatter> {
  const { project, authority, log, now } = request;
  const { artifact, report, said } = await namedVerdict(named, request);
  const { deciding } = await decidingVerdict(artifact, { log, keys: await trustedLedgerKeys(project) });
  if (deciding === null) throw new UsageError('decide/no-verdict', `no gate has spoken of ${artifact}`);
  if (!isVerified(deciding)) {
    const message = `the verdict of entry ${deciding.index} does not hold: ${deciding.reason}`;
    throw new UsageError('decide/no-verdict', message);
  }
  if (report !== undefined && deciding.report !== report) {
    const message = `entry ${deciding.index} decides about these bytes (${deciding.verdict}), not the verdict of that report`;
    throw new UsageError('decide/other-verdict', message);
  }
  if (said !== undefined && said !== deciding.verdict) {
    const message = `\`${named}\` says ${String(said)}, its report in the ledger ${deciding.verdict}`;
    throw new UsageError('decide/other-verdict', message);
  }
  const models = [project.model, authority.model];
  refuseOverride(deciding, (action) => authorizationFault(action, { models, controls: log.controls, now }));
  const [model, reported] = overrideSubject(deciding);
  const { index, verdict, plan } = deciding;
  return {
    sha256: artifact,
    count: deciding.artifact.files.length,
    description: `promote ${deciding.artifact.path} (${plural(deciding.artifact.files.length, 'file')}) against the verdict ${verdict} of entry ${index}, a ${plan.budget} gate${confirmed(deciding)}`,
    subject: [model, reported],
    from: verdict,
    to: OVERRIDE_TO,
    evidence: [{ name: REPORT_NAME, digest: { sha256: deciding.report } }],
    refs: [index],
    detail: { verdict, report: deciding.report },
  };
}

function confirmed({ hazards }: VerifiedVerdict): string {
  return hazards.length === 0 ? '' : `, which confirmed: ${hazards.join(', ')}`;
}

function refuseOverride(
  { index, verdict, hazards }: VerifiedVerdict,
  faultOf: (action: string) => string | undefined,
): void {
  if (verdict === 'PASS') {
    throw new UsageError('decide/not-allowed', `entry ${index} is a PASS: there is nothing to override`);
  }
  const faults = hazards.flatMap((action) => faultOf(action) ?? []);
  if (faults.length === 0) return;
  const message = `the gate confirmed a hazard, and nothing authorizes the action independently of the model: ${faults.join('; ')}`;
  throw new UsageError('decide/not-allowed', message);
}

/** What is meant: a model's bytes, and the report where it was named, with what a file of it says. */
interface NamedVerdict {
  readonly artifact: Sha256;
  readonly report?: Sha256;
  readonly said?: unknown;
}

async function namedVerdict(named: string, { log, workingDirectory }: OverrideRequest): Promise<NamedVerdict> {
  const { digest, said } = isSha256(named) ? { digest: named } : await loggedReport(named, workingDirectory);
  for (const { entry } of log.gateVerdicts) {
    const { digest: artifact, report } = entry.detail ?? {};
    if (typeof artifact !== 'string') continue;
    if (report === digest) return { artifact, report, said };
    if (artifact === digest && isSha256(named)) return { artifact };
  }
  throw new UsageError('decide/no-verdict', `no verdict of the ledger about a model's bytes has the digest ${digest}`);
}

/** The digest under which a report lies in the ledger's evidence: the file is only a way to name it. */
async function loggedReport(
  path: string,
  workingDirectory: string,
): Promise<{ readonly digest: Sha256; readonly said?: unknown }> {
  const kind = { schema: 'bezoar.gate/v1', command: 'gate', prefix: 'decide' };
  const { document } = await readReport(path, kind, workingDirectory);
  const { ledger, verdict } = document;
  const report = (ledger as { readonly report?: unknown } | null | undefined)?.report;
  if (typeof report === 'string' && isSha256(report)) return { digest: report, said: verdict ?? null };
  throw new UsageError('decide/no-verdict', `the gate of \`${path}\` is not in the ledger: nothing can be overridden`);
}
