import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '@bezoar/core';
import { type RevisionFile, snapshotFormat } from '@bezoar/corpus';
import { matchedPaths } from '@bezoar/corpus/readers';
import { shown } from '../project/project.ts';

/** What a run works on. */
export type SnapshotWork =
  | { readonly mode: 'record' | 'verify'; readonly path: string; readonly file: string }
  | { readonly mode: 'revisions'; readonly files: readonly RevisionFile[] };

/** What the flags name. */
export interface SnapshotSelection {
  /** One manifest, or any number of revision exports; paths and globs. */
  readonly files: readonly string[];
  /** A list of addresses to curate. */
  readonly record?: string;
  readonly workingDirectory: string;
  readonly signal?: AbortSignal;
}

/** Finds out what is to be done, by the files' content. Throws a `UsageError` for what does not go together or is not there. */
export async function snapshotWork(selection: SnapshotSelection): Promise<SnapshotWork> {
  const { files, record, workingDirectory, signal } = selection;
  const at = (path: string): string => resolve(workingDirectory, path);
  if (record !== undefined) {
    if (files.length > 0)
      throw new UsageError('snapshot/two-inputs', 'expected either `--record` or a manifest, got both');
    if ((await stat(at(record)).catch(() => undefined)) === undefined) {
      throw new UsageError('snapshot/no-files', `there is no file \`${record}\``);
    }
    return { mode: 'record', path: record, file: at(record) };
  }
  if (files.length === 0) {
    throw new UsageError('snapshot/no-files', 'expected a manifest, a revision export or `--record`');
  }
  const matches = await Promise.all(files.map((file) => matchedPaths([file], workingDirectory)));
  const unmatched = files.filter((_, index) => matches[index]!.length === 0);
  if (unmatched.length > 0) {
    throw new UsageError('snapshot/no-files', `nothing matches ${unmatched.map((file) => `\`${file}\``).join(', ')}`);
  }
  const paths = [...new Set(matches.flat().map((path) => shown(at(path), workingDirectory)))];
  const formats = await Promise.all(paths.map((path) => snapshotFormat(at(path), signal)));
  const revisions = paths.flatMap((path, index): RevisionFile[] => {
    const format = formats[index]!;
    return format === 'manifest' ? [] : [{ path, file: at(path), format }];
  });
  if (revisions.length === paths.length) return { mode: 'revisions', files: revisions };
  if (paths.length > 1) {
    const advice = 'one manifest at a time, and not together with revision exports';
    throw new UsageError('snapshot/two-inputs', `expected ${advice}, got ${paths.length} files`);
  }
  return { mode: 'verify', path: paths[0]!, file: at(paths[0]!) };
}
