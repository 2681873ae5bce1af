import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/bezoar.js', import.meta.url));
const MAIN = new URL('../../packages/cli/dist/index.js', import.meta.url).href;
const inProcesses = process.env.BEZOAR_CI_TESTS === '1' || process.env.BEZOAR_PROCESSES === '1';

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

/** What a run sees of this process's environment. */
function environmentOf({ env }: RunOptions): Record<string, string> {
  return { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', TMPDIR: process.env.TMPDIR ?? '/tmp', ...env };
}

/** Starts the local command line as a child process, in an environment of its own. */
export function startBezoar(args: readonly string[], options: RunOptions): ReturnType<typeof spawn> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: environmentOf(options),
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (options.stdin !== undefined) {
    child.stdin?.on('error', () => undefined);
    createReadStream(`${options.cwd}/${options.stdin}`).pipe(child.stdin!);
  }
  return child;
}

/**
 * Runs the local command line to its end. In this process, which spares most of the time, unless continuous integration
 * asks for real ones: the program touches its process through one door alone.
 */
export function runBezoar(args: readonly string[], options: RunOptions): Promise<Run> {
  return inProcesses ? ended(startBezoar(args, options)) : runHere(args, options);
}

async function runHere(args: readonly string[], options: RunOptions): Promise<Run> {
  const { main } = (await import(MAIN)) as { readonly main: (process: object) => Promise<void> };
  const [stdout, stderr] = [new Collected(), new Collected()];
  const process = {
    argv: ['node', PROGRAM, ...args],
    env: environmentOf(options),
    stdin: options.stdin === undefined ? Readable.from([]) : createReadStream(`${options.cwd}/${options.stdin}`),
    stdout,
    stderr,
    exitCode: 0,
    cwd: () => options.cwd,
    on: () => undefined,
    exit: (code: number): never => {
      throw new Error(`the program ended its process with ${code}`);
    },
  };
  await main(process);
  return { exit: process.exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** A standard stream that is no terminal. */
class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
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
