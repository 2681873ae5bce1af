import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { shownText } from '../reading/shown-text.ts';

/** Of what a command writes to standard error, UTF-16 units that are kept: the last ones. */
const MAX_DIAGNOSTICS = 2000;

/** How much of it an error quotes. */
const SHOWN_DIAGNOSTICS = 300;

/** A shell command that runs. */
export interface ShellProcess {
  /** Writes to its standard input. Where it no longer reads, its end will tell. */
  write(text: string): void;
  /** The end of what it wrote to standard error, as the end of a message: `: ...`, or nothing. */
  diagnostics(): string;
  /** Resolves when it has ended and its output was read, with why: `it ended with exit code 1`. */
  readonly ended: Promise<string>;
  /** Says that no more comes. It should end then. */
  endInput(): void;
  /** Ends it at once, and whatever it started and did not detach. */
  kill(): void;
}

/** Starts a command in the shell, in a process group of its own; `onOutput` gets what it writes to standard output. */
export function startShellProcess(command: string, onOutput: (chunk: Uint8Array) => void): ShellProcess {
  const isGrouped = process.platform !== 'win32';
  const child = spawn(command, { shell: true, detached: isGrouped, windowsHide: true, stdio: 'pipe' });
  let tail = '';
  let isGroupKilled = false;
  const killGroup = (): void => {
    if (child.pid === undefined || isGroupKilled) return;
    // Once: when all of it has ended, its number is given to others.
    isGroupKilled = true;
    try {
      if (isGrouped) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch {
      // Nobody is left.
    }
  };
  // What it started must not outlive it.
  child.once('exit', killGroup);
  child.stdout.on('data', onOutput);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-MAX_DIAGNOSTICS);
  });
  // It may end while it is written to.
  child.stdin.on('error', () => undefined);
  return {
    write: (text) => {
      child.stdin.write(text);
    },
    diagnostics: () => {
      const shown = shownText(tail.slice(-SHOWN_DIAGNOSTICS), SHOWN_DIAGNOSTICS);
      return shown === '' ? '' : `: \`${shown}\``;
    },
    ended: whyEnded(child),
    endInput: () => {
      child.stdin.end();
    },
    kill: () => {
      killGroup();
      // What it started may have detached itself and hold the output open for ever.
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

function whyEnded(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', () => resolve('it could not be started'));
    child.once('close', (code, signal) => {
      resolve(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`);
    });
  });
}
