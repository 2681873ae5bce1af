import {
  CONTROLS,
  type Finding,
  type FindingStatus,
  isFindingCode,
  SEVERITIES,
  THREATS,
  UsageError,
} from '@bezoar/core';
import { readReport } from '../document/read-report.ts';

/** Reads the findings of a former `bezoar.scan/v1` document. Throws `baseline/...` where it is not one. */
export async function readBaseline(path: string, workingDirectory = '.'): Promise<Finding[]> {
  const { document: report } = await readReport(
    path,
    { schema: 'bezoar.scan/v1', command: 'scan', prefix: 'baseline' },
    workingDirectory,
  );
  if (!Array.isArray(report.findings)) {
    throw new UsageError('baseline/not-a-report', `expected \`${path}\` to be a document of \`bezoar scan --json\``);
  }
  const findings = (report.findings as unknown[]).filter(isKnown);
  const faults = findings.flatMap((finding, i) => {
    const wrong = wrongFields(finding);
    return wrong.length === 0 ? [] : [`finding ${i + 1} of \`${path}\` has no usable ${wrong.join(', ')}`];
  });
  if (faults.length > 0) throw new UsageError('baseline/not-a-report', faults.join('\n'));
  return findings as unknown as Finding[];
}

/** A code of a newer version cannot be compared by this one; everything else must be a whole finding. */
function isKnown(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return true;
  const { code } = value as { readonly code?: unknown };
  return typeof code !== 'string' || isFindingCode(code);
}

/** Names of the fields that a report needs and that are missing or of another kind. */
function wrongFields(finding: Readonly<Record<string, unknown>> | null): string[] {
  const { id, code, severity, subject, control, threats, message, remedy, evidence } = finding ?? {};
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isNameOf = (table: object, value: unknown): boolean => isText(value) && Object.hasOwn(table, value as string);
  const checks: readonly (readonly [string, boolean])[] = [
    ['id', isText(id)],
    ['code', isText(code)],
    ['severity', (SEVERITIES as readonly unknown[]).includes(severity)],
    ['subject', isText(subject)],
    ['control', isNameOf(CONTROLS, control)],
    ['threats', Array.isArray(threats) && threats.every((threat) => isNameOf(THREATS, threat))],
    ['message', isText(message)],
    ['remedy', isText(remedy)],
    ['evidence', typeof evidence === 'object' && evidence !== null],
  ];
  return checks.filter(([, isRight]) => !isRight).map(([name]) => `\`${name}\``);
}

/**
 * Gives each finding its status against a former report and adds the findings that are no longer there as `fixed`.
 * A persisting finding still counts: only an accepted risk does not. Nothing is called fixed that may only not have been read.
 */
export function compareWithBaseline(
  findings: readonly Finding[],
  former: readonly Finding[],
  isFullyRead: boolean,
): Finding[] {
  const known = new Set(former.filter(({ status }) => status !== 'fixed').map(({ id }) => id));
  const present = new Set(findings.map(({ id }) => id));
  const withStatus = findings.map((finding) => {
    const status: FindingStatus = known.has(finding.id) ? 'persisting' : 'new';
    return { ...finding, status };
  });
  const fixed = former
    .filter(({ id }) => known.has(id) && !present.has(id))
    .map((finding): Finding => ({ ...finding, status: 'fixed' }));
  return isFullyRead ? [...withStatus, ...fixed] : withStatus;
}
