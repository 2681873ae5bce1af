import { readFile } from 'node:fs/promises';
import { describeError, type Finding, type FindingStatus, isFindingCode, UsageError } from '@bezoar/core';

/** Largest former report, in bytes (CWE-400). */
const MAX_BASELINE_BYTES = 256 * 1024 * 1024;

/** Reads the findings of a former `bezoar.scan/v1` document. Throws `baseline/...` where it is not one. */
export async function readBaseline(path: string): Promise<Finding[]> {
  let parsed: unknown;
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_BASELINE_BYTES) {
      throw new UsageError('baseline/too-large', `expected at most ${MAX_BASELINE_BYTES} bytes, got ${bytes.length}`);
    }
    parsed = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new UsageError('baseline/not-read', `cannot read \`${path}\` as a report: ${describeError(error)}`, {
      cause: error,
    });
  }
  const report = parsed as { readonly schema?: unknown; readonly findings?: unknown } | null;
  if (report?.schema !== 'bezoar.scan/v1' || !Array.isArray(report.findings)) {
    throw new UsageError('baseline/not-a-report', `expected \`${path}\` to be a document of \`bezoar scan --json\``);
  }
  return report.findings.filter(isFinding);
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false;
  const { id, code, severity } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof code === 'string' && isFindingCode(code) && typeof severity === 'string';
}

/**
 * Gives each finding its status against a former report and adds the findings that are no longer there as `fixed`.
 * A persisting finding still counts: only an accepted risk does not.
 */
export function compareWithBaseline(findings: readonly Finding[], former: readonly Finding[]): Finding[] {
  const known = new Set(former.filter(({ status }) => status !== 'fixed').map(({ id }) => id));
  const present = new Set(findings.map(({ id }) => id));
  const withStatus = findings.map((finding) => {
    const status: FindingStatus = known.has(finding.id) ? 'persisting' : 'new';
    return { ...finding, status };
  });
  const fixed = former
    .filter(({ id }) => known.has(id) && !present.has(id))
    .map((finding): Finding => ({ ...finding, status: 'fixed' }));
  return [...withStatus, ...fixed];
}
