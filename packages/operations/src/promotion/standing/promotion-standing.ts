import { formatDuration, type Sha256, type ThreatModel, UsageError } from '@bezoar/core';
import { trustedLedgerKeys } from '../../ledger/keys/trusted-ledger-keys.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import { lastVersion, policyHistory, type SignedVersion } from '../../policy/policy-history.ts';
import { ageText } from '../../posture/age-text.ts';
import { MAX_CLOCK_SKEW_MS } from '../../posture/posture.ts';
import type { Project } from '../../project/project.ts';
import { type OverrideInForce, overrideOfVerdict } from '../overrides/override-of-verdict.ts';
import { type BrokenVerdict, decidingVerdict, isVerified, type VerdictHistory } from '../verdicts/deciding-verdict.ts';
import type { VerifiedVerdict } from '../verdicts/gate-verdict.ts';
import { type GateRequirement, gateRequirement, shortfalls } from './gate-requirement.ts';
import { authorizationFault } from './independent-authorization.ts';
import type { Obstacle } from './obstacle.ts';

/** Whether some bytes may be promoted now, by what, and what stands against it. */
export interface PromotionStanding {
  readonly sha256: Sha256;
  /** Null: nothing lets them through. */
  readonly by: 'pass' | 'override' | null;
  /** Empty exactly where something does. */
  readonly obstacles: readonly Obstacle[];
  readonly verdict: VerifiedVerdict | BrokenVerdict | null;
  /** Overrides of that verdict that are in force, the longest-lasting first; they need not suffice. */
  readonly overrides: readonly OverrideInForce[];
  /** When it ends by itself, milliseconds since the Unix epoch; null where nothing lets them through. */
  readonly expiresAt: number | null;
  readonly history: Pick<VerdictHistory, 'verdicts' | 'unfinished'>;
}

/** What promotions are judged by: prepared once for any number of models. */
export interface PromotionContext {
  readonly project: Project;
  readonly log: ProjectLog;
  readonly versions: readonly SignedVersion[];
  /** The document that lies there, and the one that was signed last: the stricter counts. */
  readonly models: readonly ThreatModel[];
  readonly requirement: GateRequirement;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * Prepares the judging of promotions. Throws `promotion/no-gate` where no document declares a gate, and `policy/history-broken` where
 * it cannot be told any more what was signed.
 */
export async function promotionContext(project: Project, log: ProjectLog, now: number): Promise<PromotionContext> {
  const history = await policyHistory(log);
  const { versions } = history;
  const signed = lastVersion(history);
  const models = signed === undefined ? [project.model] : [project.model, signed.model];
  const requirement = gateRequirement(models);
  if (requirement === undefined) {
    const message = `\`${project.shownPath}\` declares no \`evaluate/gate\`: nothing says what a model has to pass`;
    throw new UsageError('promotion/no-gate', message);
  }
  return { project, log, versions, models, requirement, now };
}

/**
 * Whether exactly these bytes may be promoted: by a PASS that is young enough and asked for as much as the document does, or by a signed
 * override of the verdict that decides. A hazard that was confirmed needs its action to be authorized independently of the model too.
 */
export async function promotionStanding(sha256: Sha256, context: PromotionContext): Promise<PromotionStanding> {
  const { project, log, requirement, now } = context;
  const { deciding, ...history } = await decidingVerdict(sha256, { log, keys: await trustedLedgerKeys(project) });
  const base = { sha256, history, verdict: deciding, overrides: [] };
  const refused = (...obstacles: readonly Obstacle[]): PromotionStanding => ({
    ...base,
    by: null,
    obstacles,
    expiresAt: null,
  });
  if (deciding === null) {
    return refused({ reason: 'no-verdict', detail: 'no gate of the ledger was about exactly these bytes' });
  }
  if (!isVerified(deciding)) {
    const detail = `entry ${deciding.index} says ${deciding.said}, and does not hold: ${deciding.reason}`;
    return refused({ reason: 'verdict-not-held', detail });
  }
  if (deciding.verdict !== 'PASS') return overridden(deciding, base, context);
  const obstacles = passObstacles(deciding, requirement, now);
  if (obstacles.length > 0) return refused(...obstacles);
  return { ...base, by: 'pass', obstacles: [], expiresAt: deciding.at + requirement.maxAgeMs };
}

/** What stands against a PASS. */
function passObstacles(
  { index, at, plan }: VerifiedVerdict,
  requirement: GateRequirement,
  now: number,
): readonly Obstacle[] {
  const age = now - at;
  const isStale = age > requirement.maxAgeMs || age < -MAX_CLOCK_SKEW_MS;
  const allowed = formatDuration(requirement.maxAgeMs);
  return [
    ...(isStale
      ? [{ reason: 'expired' as const, detail: `entry ${index} is ${ageText(age)} old, ${allowed} are allowed` }]
      : []),
    ...shortfalls(plan, requirement).map((why) => ({
      reason: 'weaker-gate' as const,
      detail: `entry ${index} is of a weaker gate: ${why}`,
    })),
  ];
}

async function overridden(
  verdict: VerifiedVerdict,
  base: Pick<PromotionStanding, 'sha256' | 'history' | 'verdict'>,
  context: PromotionContext,
): Promise<PromotionStanding> {
  const { log, models, now } = context;
  const { inForce, refused } = await overrideOfVerdict(verdict, context);
  const confirmed =
    verdict.hazards.length === 0 ? '' : `, ${verdict.hazards.map((one) => `\`${one}\``).join(', ')} confirmed`;
  const said: Obstacle = {
    reason: 'not-passed',
    detail: `entry ${verdict.index} says ${verdict.verdict}${confirmed}; only a PASS or a signed override promotes`,
  };
  const [longest] = inForce;
  if (longest === undefined) {
    const others = refused.map(
      ({ index, reason }): Obstacle => ({ reason: 'override-not-in-force', detail: `entry ${index}: ${reason}` }),
    );
    return { ...base, by: null, overrides: [], obstacles: [said, ...others], expiresAt: null };
  }
  const faults = verdict.hazards.flatMap((action): Obstacle[] => {
    const fault = authorizationFault(action, { models, controls: log.controls, now });
    return fault === undefined ? [] : [{ reason: 'no-independent-authorization', detail: fault }];
  });
  if (faults.length > 0) return { ...base, by: null, overrides: inForce, obstacles: faults, expiresAt: null };
  return { ...base, by: 'override', overrides: inForce, obstacles: [], expiresAt: Date.parse(longest.expires) };
}
