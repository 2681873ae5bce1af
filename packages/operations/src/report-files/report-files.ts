import { nearestName, type Severity, UsageError } from '@bezoar/core';
import { type ReportDocument, renderHtml, renderJunit, renderMarkdown, renderSarif } from '@bezoar/report';
import { type StagedFile, stageFile } from './write-atomically.ts';

/** Formats of report files. */
export const REPORT_FORMATS = ['html', 'sarif', 'junit', 'markdown'] as const;

/** One of `REPORT_FORMATS`. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A report that was asked for. */
export interface ReportTarget {
  readonly format: ReportFormat;
  /** As it was typed. */
  readonly path: string;
  /** Where it goes, absolute; absent: where the path leads from the process's working directory. */
  readonly file?: string;
}

/** Reads `FORMAT=FILE`. Throws `report/unknown-format` or `report/no-file`. */
export function parseReportTarget(text: string): ReportTarget {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  const format = REPORT_FORMATS.find((one) => one === name);
  if (format === undefined) {
    const suggestion = nearestName(name, REPORT_FORMATS);
    const hint = suggestion === undefined ? '' : `, did you mean \`${suggestion}\`?`;
    throw new UsageError(
      'report/unknown-format',
      `unknown report format \`${name}\`${hint} (known: ${REPORT_FORMATS.join(', ')})`,
    );
  }
  const path = at < 0 ? '' : text.slice(at + 1);
  if (path === '') throw new UsageError('report/no-file', `expected a file after \`${name}=\``);
  return { format, path };
}

/** Renders a report in one format. */
export function renderReport(document: ReportDocument, format: ReportFormat, failOn: Severity): string {
  switch (format) {
    case 'html':
      return renderHtml(document);
    case 'sarif':
      return renderSarif(document);
    case 'junit':
      return renderJunit(document, { failOn });
    case 'markdown':
      return renderMarkdown(document);
  }
}

/**
 * Writes every report or none: all are written beside their targets before the first is put in its place. `signal`
 * counts until then.
 */
export async function writeReports(
  document: ReportDocument,
  targets: readonly ReportTarget[],
  failOn: Severity,
  signal?: AbortSignal,
): Promise<void> {
  const staged: StagedFile[] = [];
  try {
    for (const { format, path, file } of targets) {
      staged.push(await stageFile(file ?? path, renderReport(document, format, failOn), path));
      signal?.throwIfAborted();
    }
    for (const file of staged) await file.commit();
  } finally {
    await Promise.all(staged.map((file) => file.discard()));
  }
}
