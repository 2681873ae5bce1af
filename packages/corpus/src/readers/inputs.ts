import { type BigIntStats, createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '@bezoar/core';
import { describeIoError } from './bytes/file-range.ts';
import { detectFormat, type FileFormat } from './inputs/format.ts';
import { expandGlob } from './inputs/glob.ts';
import { isGlob } from './inputs/segment-pattern.ts';
import { type SpooledInput, spoolStandardInput } from './inputs/standard-input.ts';
import { untilAborted } from './inputs/until-aborted.ts';

export { type SpooledInput, spoolStandardInput } from './inputs/standard-input.ts';

/** The path that means standard input. A file of this name is `./-`. */
const STANDARD_INPUT = '-';

/** A file to read, and what it holds. */
export interface InputFile extends FileFormat {
  /** As the user named it, or as a glob found it; `-` for standard input. Attacker controls: names that a glob finds. */
  readonly path: string;
  /** What to open: absolute; a private copy for standard input and pipes. */
  readonly file: string;
  /** Size on disk. */
  readonly bytes: number;
}

/** The inputs of a run. */
export interface ResolvedInputs {
  /** Sorted by path, so that the order of arguments does not matter. */
  readonly files: readonly InputFile[];
  /** Deletes the private copies. Call it when the run is over. */
  release(): Promise<void>;
}

/** Where `resolveInputs` gets what is not a file. */
export interface ResolveInputsOptions {
  readonly standardInput?: AsyncIterable<Uint8Array>;
  /** Ends the wait for standard input or a named pipe, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Where relative paths lie; by default the process's working directory. Paths are shown as they were given. */
  readonly workingDirectory?: string;
}

/**
 * Finds the files that patterns name: paths, globs (a path that exists wins over its meaning as a glob), and `-`. A file
 * that is named twice, by whatever paths, is read once. A named pipe is copied like standard input. A file that may not
 * be read is returned as `foreign`, so that it shows up in the report.
 *
 * Throws `corpus/no-input`, naming all at once, for paths that do not exist, globs without a match and folders.
 */
export async function resolveInputs(
  patterns: readonly string[],
  options: ResolveInputsOptions = {},
): Promise<ResolvedInputs> {
  const base = options.workingDirectory ?? '.';
  const named = await findPaths(patterns, options);
  const spooled: SpooledInput[] = [];
  const release = async (): Promise<void> => {
    for (const copy of spooled) await copy.remove();
  };
  try {
    const files: InputFile[] = [];
    for (const { path, stats, problem } of unique(named, base)) {
      const file = resolve(base, path);
      if (path === STANDARD_INPUT || stats?.isFIFO()) {
        const stream = path === STANDARD_INPUT ? options.standardInput : createReadStream(file);
        const copy = await spoolStandardInput(untilAborted(stream as AsyncIterable<Uint8Array>, options.signal));
        spooled.push(copy);
        files.push({ path, file: copy.file, bytes: copy.bytes, ...(await detectFormat(copy.file, copy.bytes)) });
      } else if (stats?.isFile()) {
        const bytes = Number(stats.size);
        files.push({ path, file, bytes, ...(await detectFormat(file, bytes)) });
      } else {
        const foreign = problem ?? 'this is a device or a socket, not a file';
        files.push({ path, file, bytes: 0, encoding: 'plain', format: 'foreign', foreign });
      }
    }
    return { files, release };
  } catch (error) {
    await release();
    throw error;
  }
}

interface NamedInput {
  readonly path: string;
  /** Absent for standard input and for what may not be looked at. */
  readonly stats?: BigIntStats;
  readonly problem?: string;
}

/** The paths that patterns name, without opening any; what does not exist names nothing. `-` is left out. */
export async function matchedPaths(patterns: readonly string[], base: string): Promise<string[]> {
  const paths: string[] = [];
  for (const pattern of patterns) {
    if (pattern === STANDARD_INPUT) continue;
    if ((await look(pattern, base)) !== undefined) paths.push(resolve(base, pattern));
    else if (isGlob(pattern)) paths.push(...(await expandGlob(pattern, base)).map((path) => resolve(base, path)));
  }
  return paths;
}

async function findPaths(patterns: readonly string[], options: ResolveInputsOptions): Promise<readonly NamedInput[]> {
  const { workingDirectory: base = '.' } = options;
  const found: NamedInput[] = [];
  const faults: string[] = patterns.length === 0 ? ['no file was named'] : [];
  for (const pattern of patterns) {
    if (pattern === STANDARD_INPUT) {
      if (options.standardInput === undefined) faults.push('standard input is not available');
      else found.push({ path: pattern });
      continue;
    }
    const literal = await look(pattern, base);
    if (literal?.stats?.isDirectory()) {
      faults.push(`\`${pattern}\` is a folder; name its files, for example \`${pattern.replace(/\/+$/, '')}/*.jsonl\``);
    } else if (literal !== undefined) found.push(literal);
    else if (isGlob(pattern)) {
      const matches = await expandGlob(pattern, base);
      if (matches.length === 0) faults.push(`no file matches \`${pattern}\``);
      for (const path of matches) found.push((await look(path, base)) ?? { path, problem: 'the file vanished' });
    } else faults.push(`\`${pattern}\` does not exist`);
  }
  if (faults.length > 0) throw new UsageError('corpus/no-input', faults.join('; '));
  return found;
}

/** Undefined where nothing of that name exists. */
async function look(path: string, base: string): Promise<NamedInput | undefined> {
  try {
    return { path, stats: await stat(resolve(base, path), { bigint: true }) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EIO')
      return { path, problem: describeIoError(error).reason };
    return undefined;
  }
}

function unique(named: readonly NamedInput[], base: string): readonly NamedInput[] {
  const byFile = new Map<string, NamedInput>();
  const sorted = [...named].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const item of sorted) {
    const key = item.stats === undefined ? resolve(base, item.path) : `${item.stats.dev}:${item.stats.ino}`;
    if (!byFile.has(key)) byFile.set(key, item);
  }
  return [...byFile.values()];
}
