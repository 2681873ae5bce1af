import { execFile } from 'node:child_process';
import { describeError, UsageError } from '@bezoar/core';

/** Longest run of one git command, and most output that is taken from it. */
const GIT_TIMEOUT_MS = 30_000;
const MAX_GIT_OUTPUT_BYTES: number = 64 * 1024 * 1024;

/**
 * Runs git in a folder, without a shell and without hooks. Returns its output.
 * Throws `git/failed`, or `git/not-installed`.
 */
export function git(folder: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', ...args],
      {
        cwd: folder,
        timeout: GIT_TIMEOUT_MS,
        maxBuffer: MAX_GIT_OUTPUT_BYTES,
        encoding: 'utf8',
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          reject(new UsageError('git/not-installed', 'git is not installed, or the folder is gone', { cause: error }));
        } else {
          const why = stderr.trim().split('\n')[0] || describeError(error);
          reject(new UsageError('git/failed', `git ${args[0]}: ${why}`, { cause: error }));
        }
      },
    );
    // A git that ends before it read everything is reported by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** The root of the work tree that a folder belongs to; undefined outside a repository or without git. */
export async function gitRoot(folder: string): Promise<string | undefined> {
  return (await git(folder, ['rev-parse', '--show-toplevel']).catch(() => '')).trim() || undefined;
}
