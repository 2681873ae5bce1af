import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '@bezoar/core';
import { parseReportTarget, type ReportTarget } from '@bezoar/operations/report-files';

/**
 * Reads all `--report` flags and looks at where the files are to go, before a long scan and not after it. Throws a
 * `UsageError` that names every fault.
 */
export async function readReportTargets(flags: readonly string[], workingDirectory: string): Promise<ReportTarget[]> {
  const targets: ReportTarget[] = [];
  const errors: UsageError[] = [];
  for (const flag of flags) {
    try {
      const parsed = parseReportTarget(flag);
      const target = { ...parsed, file: resolve(workingDirectory, parsed.path) };
      const fault = await faultOf(target, targets);
      if (fault === undefined) targets.push(target);
      else errors.push(new UsageError('report/not-written', fault));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new UsageError(errors[0]!.code, errors.map(({ message }) => message).join('\n'));
  return targets;
}

async function faultOf(
  { path, file }: ReportTarget & { readonly file: string },
  others: readonly ReportTarget[],
): Promise<string | undefined> {
  if (others.some((other) => other.file === file)) return `\`${path}\` is named for two reports`;
  const folder = await stat(dirname(file)).catch(() => undefined);
  if (folder === undefined) return `cannot write \`${path}\`: the folder \`${dirname(path)}\` does not exist`;
  if (!folder.isDirectory()) return `cannot write \`${path}\`: \`${dirname(path)}\` is not a folder`;
  const target = await stat(file).catch(() => undefined);
  return target?.isDirectory() === true ? `cannot write \`${path}\`: it is a folder` : undefined;
}
