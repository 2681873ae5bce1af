import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/bezoar.js', import.meta.url));

/** How a run of the command line ended. */
export interface Run {
  /** The exit code; the signal's name where one ended the process. */
  readonly exit: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how the command line is run. */
export interface RunOptions {
  readonly cwd: string;
  /** A file, relative to `cwd`, that is given as standard input; by default there is none. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the local command line as a child process, in an environment of its own. */
export function startBezoar(args: readonly string[], options: RunOptions): ReturnType<typeof spawn> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TMPDIR: process.env.TMPDIR ?? '/tmp', ...options.env },
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (options.stdin !== undefined) {
    child.stdin?.on('error', () => undefined);
    createReadStream(`${options.cwd}/${options.stdin}`).pipe(child.stdin!);
  }
  return child;
}

/** Runs the local command line to its end. */
export function runBezoar(args: readonly string[], options: RunOptions): Promise<Run> {
  return ended(startBezoar(args, options));
}

/** Collects what a child process prints, and how it ends. */
export function ended(child: ReturnType<typeof spawn>): Promise<Run> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ exit: code ?? String(signal), ...text }));
  });
}
