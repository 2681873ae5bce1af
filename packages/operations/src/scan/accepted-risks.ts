import { type AcceptedRisk, catalogueFinding, type Finding, type Severity } from '@bezoar/core';

/** Evidence of `policy/accepted-risk-expired`. */
export interface ExpiredRiskEvidence {
  readonly finding: string;
  readonly owner: string;
  readonly until: string;
  readonly why: string;
}

/**
 * Findings whose ids the document accepts until a day that has not passed get the status `accepted`. What is wrong with
 * the document or the ledger itself is accepted by a signed document only: it would otherwise accept its own loosening.
 */
export function acceptRisks(
  findings: readonly Finding[],
  accepted: readonly AcceptedRisk[],
  now: number,
  isSigned: boolean,
): readonly Finding[] {
  const alive = new Set(accepted.filter((risk) => !isExpired(risk, now)).map(({ finding }) => finding));
  if (alive.size === 0) return findings;
  return findings.map((finding) =>
    alive.has(finding.id) && finding.status !== 'fixed' && (isSigned || !isAboutTrust(finding))
      ? { ...finding, status: 'accepted' as const }
      : finding,
  );
}

/** Whether a finding is about the document, its signatures or the ledger. */
function isAboutTrust({ code }: Finding): boolean {
  return code.startsWith('ledger/') || code === 'policy/decision-refused' || code.startsWith('policy/document-');
}

/** One finding per accepted risk whose day has passed. */
export function expiredRisks(
  accepted: readonly AcceptedRisk[],
  path: string,
  now: number,
  severity: Severity,
): Finding<ExpiredRiskEvidence>[] {
  const code = 'policy/accepted-risk-expired';
  return accepted
    .filter((risk) => isExpired(risk, now))
    .map(({ finding, owner, until, why, line }) =>
      catalogueFinding({
        code,
        severity,
        subject: finding,
        location: { file: path, line },
        message: `\`${owner}\` accepted \`${finding}\` until ${until}`,
        evidence: { finding, owner, until, why },
      }),
    );
}

/** The block that accepts findings, to paste into the document; owner, day and reason are left to a person. */
export function acceptanceBlock(findings: readonly Finding[]): string {
  const lines = findings.map(({ id }) => `  - { finding: ${id}, owner: WHO, until: YYYY-MM-DD, why: WHY }`);
  return ['```yaml bezoar', 'accepted:', ...lines, '```'].join('\n');
}

/** A risk is accepted through the whole of its last day, in UTC. */
function isExpired({ until }: AcceptedRisk, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > until;
}
