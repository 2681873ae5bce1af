import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Clock, systemClock, UsageError } from '@bezoar/core';
import type { ProvenanceRow, ShardReader } from '@bezoar/ledger';
import { admissionsOf } from '../admit/earlier/admissions.ts';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { openCorpusShards } from './corpus-shards.ts';

/** The document of `bezoar trace --export --json`, schema `bezoar.trace-export/v1`. */
export interface TraceExportDocument extends CommandDocument {
  readonly verdict: 'exported';
  /** Of the admission. */
  readonly entry: number;
  readonly path: string;
  /** Rows that were written; erased ones are not there. */
  readonly rows: number;
}

/**
 * Writes the side table of an admission as Parquet, for analysts: the newest one unless an entry is named. Throws
 * `trace/no-admission` and `trace/out-exists`.
 */
export async function exportProvenance(options: {
  readonly location: ProjectLocation;
  readonly out: string;
  readonly entry?: number;
  readonly clock?: Clock;
}): Promise<TraceExportDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const project = await requireProject(options.location);
  const log = await readProjectLog(project);
  const admissions = admissionsOf(log);
  const { entry } = options;
  const admission = entry === undefined ? admissions.at(-1) : admissions.find(({ index }) => index === entry);
  if (admission === undefined) {
    const what = entry === undefined ? 'nothing was admitted yet' : `entry ${entry} is no admission`;
    throw new UsageError('trace/no-admission', what);
  }
  const path = resolve(options.location.workingDirectory, options.out);
  if ((await lstat(path).catch(() => undefined)) !== undefined) {
    throw new UsageError('trace/out-exists', `\`${options.out}\` is there already; name another file`);
  }
  const { reader } = await openCorpusShards(project, log.origin, admission);
  // The writer is loaded when it is needed: no other command reads or writes Parquet.
  const { exportParquet } = await import('./parquet-export.ts');
  const rows = await exportParquet(rowsOf(reader), path);
  return {
    ...finish({
      command: 'trace-export',
      policy: policyReference(project),
      verdict: 'exported',
      outcome: 'ok',
      read: rows,
    }),
    entry: admission.index,
    path: options.out,
    rows,
  };
}

async function* rowsOf(reader: ShardReader): AsyncGenerator<ProvenanceRow> {
  for await (const { row } of reader.rows()) if (row !== undefined) yield row;
}
