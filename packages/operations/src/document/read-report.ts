import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeError, type Sha256, sha256, UsageError } from '@bezoar/core';

/** Largest report that is read back, in bytes (CWE-400). */
const MAX_REPORT_BYTES = 256 * 1024 * 1024;

/** A report of one command, and the prefix of the codes of what is wrong with it. */
export interface ReportKind {
  readonly schema: string;
  /** As it is typed: `scan`. */
  readonly command: string;
  readonly prefix: string;
}

/** A document that a command printed, and the digest of its file. */
export interface ReadReport {
  readonly document: Readonly<Record<string, unknown>>;
  readonly sha256: Sha256;
}

/**
 * Reads a document that a command printed under `--json`. Only the schema is checked: the rest may be anything. Throws
 * `<prefix>/not-read`, `<prefix>/too-large` and `<prefix>/not-a-report`.
 */
export async function readReport(
  path: string,
  { schema, command, prefix }: ReportKind,
  workingDirectory: string,
): Promise<ReadReport> {
  let parsed: unknown;
  let digest: Sha256;
  try {
    const bytes = await readFile(resolve(workingDirectory, path));
    if (bytes.length > MAX_REPORT_BYTES) {
      throw new UsageError(`${prefix}/too-large`, `expected at most ${MAX_REPORT_BYTES} bytes, got ${bytes.length}`);
    }
    parsed = JSON.parse(bytes.toString('utf8'));
    digest = sha256(bytes);
  } catch (error) {
    throw new UsageError(`${prefix}/not-read`, `cannot read \`${path}\` as a report: ${describeError(error)}`, {
      cause: error,
    });
  }
  const report = parsed as Readonly<Record<string, unknown>> | null;
  if (typeof report !== 'object' || report?.schema !== schema) {
    throw new UsageError(
      `${prefix}/not-a-report`,
      `expected \`${path}\` to be a document of \`bezoar ${command} --json\``,
    );
  }
  return { document: report, sha256: digest };
}
