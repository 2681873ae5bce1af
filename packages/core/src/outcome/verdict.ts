import { type Finding, isAtLeast, type Severity } from './finding.ts';

/** What a scan says of its input. */
export type ScanVerdict = 'clean' | 'findings' | 'undecided';

/** How a command ended; one to one with its exit code. */
export type Outcome = 'ok' | 'adverse' | 'undecided' | 'review' | 'error' | 'interrupted';

/** Exit codes of every command. Precedence where several apply: 2 > 1 > 3 > 4 > 0. */
export const EXIT_CODES: Readonly<Record<Outcome, number>> = {
  ok: 0,
  adverse: 1,
  error: 2,
  undecided: 3,
  review: 4,
  interrupted: 130,
};

/** The severity from which a finding counts, unless `--fail-on` says otherwise. */
export const DEFAULT_FAIL_ON: Severity = 'high';

/** Whether a finding still stands: neither fixed since the former report nor an accepted risk. */
export function isOpen(finding: Finding): boolean {
  return finding.status !== 'fixed' && finding.status !== 'accepted';
}

/** Verdict and outcome of a scan. */
export interface ScanConclusion {
  readonly verdict: ScanVerdict;
  readonly outcome: Outcome;
}

/**
 * Concludes a scan. Undecided is never clean: without a counting finding, anything unread makes the run undecided.
 * The verdict never hides a finding at or above `DEFAULT_FAIL_ON`, even where `failOn` is stricter about the exit code.
 */
export function concludeScan(findings: readonly Finding[], isFullyRead: boolean, failOn: Severity): ScanConclusion {
  const open = findings.filter(isOpen);
  const isAdverse = open.some((finding) => isAtLeast(finding.severity, failOn));
  const isNotable = isAdverse || open.some((finding) => isAtLeast(finding.severity, DEFAULT_FAIL_ON));
  const verdict: ScanVerdict = isNotable ? 'findings' : isFullyRead ? 'clean' : 'undecided';
  const outcome: Outcome = isAdverse ? 'adverse' : isFullyRead ? 'ok' : 'undecided';
  return { verdict, outcome };
}
