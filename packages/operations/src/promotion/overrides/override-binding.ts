import type { NamedDigest, Statement, TrustDecision } from '@bezoar/ledger';
import type { VerifiedVerdict } from '../verdicts/gate-verdict.ts';

/** Name under which an override names the report that its signers saw. */
export const REPORT_NAME = 'gate report';

/** What an override says that it leads to. */
export const OVERRIDE_TO = 'promoted';

/** The part of a verdict that an override is bound to. */
export type OverriddenVerdict = Pick<VerifiedVerdict, 'verdict' | 'artifact' | 'report'>;

/** What the statement of an override names: the candidate's bytes, and the report with its verdict. */
export function overrideSubject({ artifact, report }: OverriddenVerdict): readonly [NamedDigest, NamedDigest] {
  return [
    { name: artifact.path, digest: { sha256: artifact.sha256 } },
    { name: REPORT_NAME, digest: { sha256: report } },
  ];
}

/** Whether an override is of exactly this verdict: these bytes, this report, and the report among what its signers saw. */
export function isBound(
  { subject }: Statement,
  { scope, from, evidence }: TrustDecision,
  verdict: OverriddenVerdict,
): boolean {
  const { artifact, report } = verdict;
  const named = subject.map(({ digest }) => digest.sha256);
  return (
    named.length === 2 &&
    named[0] === artifact.sha256 &&
    named[1] === report &&
    scope.digest === artifact.sha256 &&
    from === verdict.verdict &&
    evidence.some(({ digest }) => digest.sha256 === report)
  );
}
