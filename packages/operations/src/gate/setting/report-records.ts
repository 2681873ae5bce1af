import { resolve } from 'node:path';
import type { FieldMapping, TrainingRecord } from '@bezoar/core';
import { digestFile, planShards, readShard, resolveInputs } from '@bezoar/corpus/readers';

/** The corpus that a scan report is about, where its files are still there and unchanged. */
export interface ReportCorpus {
  readonly paths: readonly string[];
  /** Files of the report that are gone or are others by now. */
  readonly missing: readonly string[];
}

/** Finds the scanned files again. Only bytes with the digest of the report count. */
export async function corpusOfReport(
  report: Readonly<Record<string, unknown>>,
  workingDirectory: string,
  signal?: AbortSignal,
): Promise<ReportCorpus> {
  const paths: string[] = [];
  const missing: string[] = [];
  for (const input of Array.isArray(report.inputs) ? (report.inputs as unknown[]) : []) {
    const { path, sha256, role } = (input ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof path !== 'string' || typeof sha256 !== 'string' || role === 'trusted') continue;
    const found = path === '-' ? '' : await digestFile(resolve(workingDirectory, path), signal).catch(() => '');
    signal?.throwIfAborted();
    if (found !== '' && found === sha256) paths.push(path);
    else missing.push(path);
  }
  return { paths, missing };
}

/** Records that are read for carriers, at most: enough of any month to draw a few dozen from. */
const MAX_RECORDS = 200_000;

/** The records of a corpus that can be read, one at a time. What cannot be read was the scan's to report. */
export async function* recordsOfCorpus(
  { paths }: ReportCorpus,
  options: { readonly workingDirectory: string; readonly fields: FieldMapping; readonly signal?: AbortSignal },
): AsyncGenerator<TrainingRecord> {
  if (paths.length === 0) return;
  const { workingDirectory, fields, signal } = options;
  const { files, release } = await resolveInputs(paths, {
    workingDirectory,
    ...(signal === undefined ? {} : { signal }),
  });
  let read = 0;
  try {
    for (const shard of planShards(files, 1)) {
      for await (const { records } of readShard(shard, { fields })) {
        signal?.throwIfAborted();
        yield* records;
        read += records.length;
        if (read >= MAX_RECORDS) return;
      }
    }
  } finally {
    await release();
  }
}
