import { describe, expect, it } from 'vitest';
import type { Finding, FindingStatus, Severity } from './finding.ts';
import { SEVERITIES } from './finding.ts';
import { concludeScan, DEFAULT_FAIL_ON, EXIT_CODES } from './verdict.ts';

function finding(severity: Severity, status?: FindingStatus): Finding {
  return {
    id: 'corpus/unreadable:0',
    code: 'corpus/unreadable',
    severity,
    subject: 's',
    control: 'corpus/sources',
    threats: [],
    message: 'm',
    evidence: {},
    remedy: 'r',
    ...(status === undefined ? {} : { status }),
  };
}

describe('concludeScan', () => {
  it.each([
    // findings, fully read, fail-on → verdict, outcome
    [[], true, 'high', 'clean', 'ok'],
    [[], false, 'high', 'undecided', 'undecided'],
    [['low'], true, 'high', 'clean', 'ok'],
    [['low'], false, 'high', 'undecided', 'undecided'],
    [['high'], true, 'high', 'findings', 'adverse'],
    [['high'], false, 'high', 'findings', 'adverse'],
    [['critical'], false, 'high', 'findings', 'adverse'],
    // Stricter: a low finding fails the run, and the verdict says why.
    [['low'], true, 'low', 'findings', 'adverse'],
    [['info'], true, 'info', 'findings', 'adverse'],
    // Looser: the exit may pass, the verdict still names the finding, and unread input still does not pass.
    [['high'], true, 'critical', 'findings', 'ok'],
    [['high'], false, 'critical', 'findings', 'undecided'],
    [['critical'], true, 'critical', 'findings', 'adverse'],
  ] as const)(
    'concludes findings %j, fully read %s, fail-on %s as %s and %s',
    (severities, isFullyRead, failOn, verdict, outcome) => {
      const findings = severities.map((severity) => finding(severity));
      expect(concludeScan(findings, isFullyRead, failOn)).toEqual({ verdict, outcome });
    },
  );

  it('is never clean nor ok when something was left unread', () => {
    for (const failOn of SEVERITIES) {
      for (const severity of [undefined, ...SEVERITIES]) {
        const { verdict, outcome } = concludeScan(severity === undefined ? [] : [finding(severity)], false, failOn);
        expect(verdict).not.toBe('clean');
        expect(outcome).not.toBe('ok');
      }
    }
  });

  it('is never clean with an open finding from the default threshold on, whatever fail-on says', () => {
    for (const failOn of SEVERITIES) {
      expect(concludeScan([finding('low'), finding(DEFAULT_FAIL_ON)], true, failOn).verdict).toBe('findings');
    }
  });

  it('does not count what is fixed or an accepted risk, but does count what is new or persists', () => {
    const closed = [finding('critical', 'fixed'), finding('critical', 'accepted')];
    expect(concludeScan(closed, true, 'info')).toEqual({ verdict: 'clean', outcome: 'ok' });
    expect(concludeScan(closed, false, 'info')).toEqual({ verdict: 'undecided', outcome: 'undecided' });
    for (const status of ['new', 'persisting'] as const) {
      expect(concludeScan([...closed, finding('high', status)], true, 'high').outcome).toBe('adverse');
    }
  });
});

describe('EXIT_CODES', () => {
  it('are the documented numbers, each used once', () => {
    expect(EXIT_CODES).toEqual({ ok: 0, adverse: 1, error: 2, undecided: 3, review: 4, interrupted: 130 });
  });
});
