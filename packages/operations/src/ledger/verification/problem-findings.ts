import { catalogueFinding, type Finding, type FindingCode, type Severity } from '@bezoar/core';
import type { LedgerProblem } from '@bezoar/ledger';

const CODES: Readonly<
  Partial<Record<LedgerProblem['code'], { readonly code: FindingCode; readonly severity: Severity }>>
> = {
  'ledger/rolled-back': { code: 'ledger/rolled-back', severity: 'critical' },
  'ledger/unusable-checkpoint': { code: 'ledger/rolled-back', severity: 'high' },
  'ledger/torn-tail': { code: 'ledger/torn-tail', severity: 'medium' },
  'ledger/missing-evidence': { code: 'ledger/evidence-missing', severity: 'medium' },
  'ledger/altered-evidence': { code: 'ledger/evidence-altered', severity: 'high' },
};

/** What is wrong with a log, as findings: a problem without a code of its own is an alteration. */
export function problemFindings(problems: readonly LedgerProblem[]): Finding<LedgerProblem>[] {
  return problems.map((problem) => {
    const { code, severity } = CODES[problem.code] ?? { code: 'ledger/altered', severity: 'critical' };
    const subject = problem.index === undefined ? problem.message : `entry ${problem.index}`;
    return catalogueFinding({
      identity: JSON.stringify([problem.code, subject]),
      code,
      severity,
      subject,
      message: problem.message,
      evidence: problem,
    });
  });
}
