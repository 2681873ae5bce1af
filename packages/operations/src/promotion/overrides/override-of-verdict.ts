import { BezoarError } from '@bezoar/core';
import { type DecisionSigner, formatInstant } from '@bezoar/ledger';
import { judgeEntry } from '../../decide/judge-entry.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { SignedVersion } from '../../policy/policy-history.ts';
import { isBound, type OverriddenVerdict } from './override-binding.ts';

/** A signed decision that a model is promoted although its gate did not pass. */
export interface OverrideInForce {
  readonly index: number;
  /** RFC 3339. From then on it says nothing. */
  readonly expires: string;
  readonly reason: string;
  readonly signers: readonly DecisionSigner[];
}

/** What was decided about a verdict. */
export interface OverrideSearch {
  /** The one that lasts longest first. */
  readonly inForce: readonly OverrideInForce[];
  /** Others that name these bytes, and why they say nothing. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** Where overrides are looked for. */
export interface OverrideContext {
  readonly log: ProjectLog;
  readonly versions: readonly SignedVersion[];
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** The overrides of exactly this verdict that are in force: judged again, bound to these bytes and this report, and not expired. */
export async function overrideOfVerdict(
  verdict: OverriddenVerdict,
  { log, versions, now }: OverrideContext,
): Promise<OverrideSearch> {
  const found: OverrideInForce[] = [];
  const refused: { index: number; reason: string }[] = [];
  for (const placed of log.overrides) {
    const { index, entry } = placed;
    if (!entry.subject.some(({ digest }) => digest.sha256 === verdict.artifact.sha256)) continue;
    try {
      const { decision, statement, signers, expires } = await judgeEntry(log, placed, versions);
      const until = formatInstant(expires);
      if (!isBound(statement, decision, verdict)) refused.push({ index, reason: 'it is of another verdict' });
      else if (now >= expires) refused.push({ index, reason: `it expired at ${until}` });
      else found.push({ index, expires: until, reason: decision.reason, signers });
    } catch (error) {
      if (!(error instanceof BezoarError)) throw error;
      refused.push({ index, reason: error.message });
    }
  }
  return { inForce: found.sort((a, b) => (a.expires < b.expires ? 1 : -1)), refused };
}
