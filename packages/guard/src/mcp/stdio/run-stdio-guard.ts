import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { BezoarError } from '@bezoar/core/actions';
import { childEnvironment, DEFAULT_VARIABLES, type SecretVariable } from './child-environment.ts';
import { createStdioFilter, type StdioFilterOptions } from './stdio-filter.ts';

/** How long a server may take to end after its input ended, and again after it was asked to, milliseconds. As the SDK's client. */
export const DEFAULT_GRACE_MS = 2_000;

/** A server to start, and who speaks to it. */
export interface StdioGuardOptions extends Omit<StdioFilterOptions, 'server'> {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** The host's environment, from which the listed variables are taken. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Default `DEFAULT_VARIABLES`. */
  readonly variables?: readonly string[];
  readonly secrets?: readonly SecretVariable[];
  /** Where the server's diagnostics go. Attacker controls: all of it. Default: nowhere. */
  readonly diagnostics?: Writable;
  /** Default `DEFAULT_GRACE_MS`. */
  readonly graceMs?: number;
}

/** How a server ended. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server that runs behind the guard. */
export interface StdioGuard {
  /** Resolves when the server has ended and every outcome is recorded. */
  readonly done: Promise<ServerExit>;
  close(): Promise<ServerExit>;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable | null>;

/**
 * Starts a server without a shell and with an environment of its own, and stands between it and the client. The server
 * ends when the client does. Rejects with `guard/mcp-server` where it cannot be started. It is no sandbox: the process may
 * do whatever its user may.
 */
export async function runStdioGuard(options: StdioGuardOptions): Promise<StdioGuard> {
  const { command, args = [], cwd, environment, variables = DEFAULT_VARIABLES, secrets = [], diagnostics } = options;
  const env = await childEnvironment(options.guard, environment, variables, secrets);
  const child = spawn(command, args, {
    env,
    shell: false,
    windowsHide: true,
    stdio: ['pipe', 'pipe', diagnostics === undefined ? 'ignore' : 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  }) as Child;
  await started(child, command);
  // A signal that cannot be delivered is no fault: it has ended.
  child.on('error', () => undefined);
  if (diagnostics !== undefined) child.stderr?.pipe(diagnostics, { end: false });
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const filter = createStdioFilter({ ...options, server: { input: child.stdin, output: child.stdout } });
  const stopWatching = endWithClient(child, options.graceMs ?? DEFAULT_GRACE_MS);
  const done = (async () => {
    await filter.done;
    // It has closed its output: whatever it still does, nobody hears of it.
    child.stdin.destroy();
    const exit = await exited;
    stopWatching();
    return exit;
  })();
  return {
    done,
    close: async () => {
      await filter.close();
      return done;
    },
  };
}

function started(child: Child, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(new BezoarError('guard/mcp-server', `\`${command}\` could not be started`, { cause }));
    });
  });
}

/** Kills a server that stays after its input ended. */
function endWithClient(child: Child, graceMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  child.stdin.once('close', () => {
    timer = setTimeout(() => {
      child.kill('SIGTERM');
      timer = setTimeout(() => {
        child.kill('SIGKILL');
        // A process that it started may hold the output open for ever.
        child.stdout.destroy();
        child.stderr?.destroy();
      }, graceMs);
    }, graceMs);
  });
  return () => clearTimeout(timer);
}
