import { EXIT_CODES } from '@bezoar/core';
import type { ProjectLocation } from '@bezoar/operations';

/** What a command may touch of the outside: the only door between the program and its process. */
export interface CommandIo {
  /** The result. */
  out(text: string): void;
  /** Progress and diagnostics. */
  err(text: string): void;
  readonly stdin: NodeJS.ReadStream;
  /** Where a protocol is spoken that is not text for people: an MCP server's answers, and diagnostics of a child. */
  readonly streams: { readonly out: NodeJS.WriteStream; readonly err: NodeJS.WriteStream };
  /** Whether the result goes to a terminal, and whether diagnostics do. */
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  readonly columns: number;
  readonly color: boolean;
  readonly unicode: boolean;
  /** Whether the result could not be written, for another reason than a reader that went away. */
  isOutLost(): boolean;
  /** Whether someone can be asked: both ends are a terminal. */
  readonly isInteractive: boolean;
  /** Asks a question on the terminal and returns the line that is typed, trimmed. Rejects when interrupted. */
  ask(question: string): Promise<string>;
  /** Tokens, keys and addresses of services: what must not stand in a list of processes. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where commands look for a threat model, before their own flags. */
  readonly location: ProjectLocation;
  /** Aborted on Ctrl-C and on SIGTERM. */
  readonly signal: AbortSignal;
}

/** The parts of `process` that are used. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  cwd(): string;
  getuid?(): number;
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): never;
  exitCode?: string | number | null | undefined;
}

/** Columns of a result that does not go to a terminal. */
const DEFAULT_COLUMNS = 100;

/** Opens the door: terminal features are detected once, a closed pipe ends the program quietly. */
export function openIo(process: ProcessLike): CommandIo {
  const { stdout, stderr, env } = process;
  const abort = new AbortController();
  // The second time means now: whatever was being written is a temporary file beside its target.
  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(EXIT_CODES.interrupted);
    abort.abort(new Error('interrupted'));
    // An open standard input would keep the process alive until its writer ends.
    process.stdin.destroy();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let isLost = false;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      abort.abort(error);
      if (error.code === 'EPIPE' || isLost) return;
      // A full disk must not end in the exit code of a finding.
      isLost = true;
      process.exitCode = EXIT_CODES.error;
      if (stream === stdout) stderr.write(`bezoar: cannot write the result: ${error.message}\n`);
    });
  }
  return {
    out: (text) => {
      stdout.write(text);
    },
    err: (text) => {
      stderr.write(text);
    },
    stdin: process.stdin,
    streams: { out: stdout, err: stderr },
    isOutTerminal: stdout.isTTY === true,
    isErrTerminal: stderr.isTTY === true,
    columns: stdout.isTTY === true ? Math.max(40, stdout.columns) : DEFAULT_COLUMNS,
    color: wantsColor(env, stdout.isTTY === true),
    unicode: wantsUnicode(env),
    isOutLost: () => isLost,
    isInteractive: stdout.isTTY === true && process.stdin.isTTY === true,
    ask: (question) => ask(process, question, abort.signal),
    environment: env,
    location: {
      workingDirectory: process.cwd(),
      userId: process.getuid?.() ?? -1,
      ...(env.BEZOAR_CONFIG === undefined ? {} : { environmentConfig: env.BEZOAR_CONFIG }),
      ...(env.BEZOAR_LEDGER_KEY === undefined ? {} : { ledgerKeyFile: env.BEZOAR_LEDGER_KEY }),
    },
    signal: abort.signal,
  };
}

async function ask(process: ProcessLike, question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(question, { signal })).trim();
  } finally {
    lines.close();
  }
}

/** `NO_COLOR` (no-color.org) before `FORCE_COLOR` before whether there is a terminal. */
function wantsColor(env: ProcessLike['env'], isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

/** Everything but an explicit non-UTF-8 locale gets UTF-8. */
function wantsUnicode(env: ProcessLike['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale) || !/^(?:C|POSIX|.*\.(?:iso|ansi|koi|cp|windows)).*$/i.test(locale);
}
