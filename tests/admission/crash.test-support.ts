import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/bezoar.js', import.meta.url));

/**
 * Runs in the child before the program: counts every call that changes the disk, and ends the process as `kill -9` does
 * in place of the one whose number it was given. Without a number it writes the count to standard error at the end.
 */
const HOOK = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
const at = Number(process.env.CRASH_AT);
let calls = 0;
const step = () => {
  calls++;
  if (calls !== at) return;
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);
};
const wrap = (holder, name) => {
  const call = holder[name];
  if (typeof call !== 'function') return;
  const isOpen = name === 'open' || name === 'openSync';
  holder[name] = function (...args) {
    const isRead = isOpen && (args[1] === undefined || args[1] === 'r' || args[1] === 0);
    if (!isRead && args[0] !== 2) step();
    return call.apply(this, args);
  };
};
if (isMainThread) {
  const byPath = ['rename', 'mkdir', 'writeFile', 'open', 'unlink', 'rm', 'rmdir', 'link', 'symlink', 'copyFile', 'appendFile', 'truncate', 'cp', 'mkdtemp', 'chmod'];
  for (const name of byPath) {
    wrap(fs.promises, name);
    wrap(fs, name);
    wrap(fs, name + 'Sync');
  }
  const handle = await fs.promises.open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of ['write', 'writev', 'writeFile', 'appendFile', 'sync', 'datasync', 'truncate']) wrap(prototype, name);
  syncBuiltinESMExports();
  calls = 0;
  process.on('exit', () => fs.writeSync(2, 'calls ' + calls + '\\n'));
}
`;

/** How a run that was to be killed ended. */
export interface CrashedRun {
  /** False where it ended before the call that it was to be killed at. */
  readonly isKilled: boolean;
  readonly exit: number | null;
  /** Calls that change the disk, of a run that ended by itself. */
  readonly calls: number | null;
}

/** Runs the command line and kills it in place of its `at`th call that changes the disk; 0: counts them. */
export function crashAt(folder: string, args: readonly string[], at: number): Promise<CrashedRun> {
  const hook = `--import data:text/javascript;base64,${Buffer.from(HOOK).toString('base64')}`;
  const env = { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', NODE_OPTIONS: hook, CRASH_AT: String(at) };
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => {
      const calls = /^calls (\d+)$/m.exec(text)?.[1];
      resolve({ isKilled: signal === 'SIGKILL', exit, calls: calls === undefined ? null : Number(calls) });
    });
  });
}
