import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that bezoar runs on, as [major, minor]. Keep equal to `engines` in package.json. */
export const MINIMUM_NODE = /** @type {const} */ ([20, 19]);

const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/**
 * Says why a Node version is too old, or nothing when it will do.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
export function describeOldNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantMajor, wantMinor] = MINIMUM_NODE;
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return undefined;
  return `bezoar needs Node ${wantMajor}.${wantMinor} or newer, and this is Node ${version}; install a newer Node and run the command again`;
}

/**
 * Says why the dependencies must be installed, or nothing when they are in place: `npm ci` takes half a minute, so it
 * runs only when the lockfile differs from the one that was installed last, or a workspace is not linked.
 * @param {string} root
 * @returns {string | undefined}
 */
export function reasonToInstall(root) {
  const stamp = join(root, 'node_modules', '.bezoar-lock');
  if (!existsSync(join(root, 'node_modules'))) return 'node_modules is missing';
  if (!existsSync(stamp)) return 'node_modules was not installed by this script';
  if (readFileSync(stamp, 'utf8').trim() !== lockDigest(root)) return 'package-lock.json has changed';
  const unlinked = workspaces(root).find(({ name }) => !existsSync(join(root, 'node_modules', name, 'package.json')));
  return unlinked && `the workspace ${unlinked.name} is not linked`;
}

/**
 * Brings a checkout to where it can run: Node checked, dependencies installed, TypeScript built. Ends the process with
 * the code of whatever failed, after its output.
 */
export function bootstrap() {
  const old = describeOldNode(process.versions.node);
  if (old) {
    say(old);
    process.exit(2);
  }
  install();
  linkBins(ROOT);
  build();
}

function install() {
  const reason = reasonToInstall(ROOT);
  if (reason === undefined) return;
  say(`installing dependencies, because ${reason}; this happens once and takes about half a minute`);
  const stamp = join(ROOT, 'node_modules', '.bezoar-lock');
  rmSync(stamp, { force: true });
  const startedAt = Date.now();
  // Development dependencies are needed to build, whatever NODE_ENV or the user's npm configuration leaves out.
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const { command, prefix } = npmCommand();
  const shell = process.platform === 'win32' && prefix.length === 0;
  const result = spawnSync(command, [...prefix, ...flags], { cwd: ROOT, encoding: 'utf8', shell });
  requireSuccess('installing the dependencies (npm ci)', result);
  writeFileSync(stamp, `${lockDigest(ROOT)}\n`);
  say(`installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function build() {
  const startedAt = Date.now();
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = spawnSync(process.execPath, [tsc, '-b'], { cwd: ROOT, encoding: 'utf8' });
  requireSuccess('building (tsc -b)', result);
  const seconds = (Date.now() - startedAt) / 1000;
  if (seconds > 1) say(`built in ${seconds.toFixed(1)} s`);
}

/**
 * @param {string} what
 * @param {import('node:child_process').SpawnSyncReturns<string>} result
 */
function requireSuccess(what, result) {
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  const why = result.error?.message ?? (result.signal ? `ended by ${result.signal}` : `exit code ${result.status}`);
  say(`${what} failed: ${why}`);
  process.exit(exitCodeOf(result.status, result.signal));
}

/** npm as it was started, so that the right one is used where several are installed. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js') return { command: process.execPath, prefix: [running] };
  return { command: 'npm', prefix: [] };
}

/**
 * Links the commands of the workspaces into node_modules/.bin. npm does so too, but only on the next install.
 * @param {string} root
 */
export function linkBins(root) {
  if (process.platform === 'win32') return;
  for (const { directory, bin } of workspaces(root)) {
    for (const [name, file] of Object.entries(bin)) {
      const target = join(root, 'packages', directory, file);
      const link = join(root, 'node_modules', '.bin', name);
      if (!existsSync(target) || existsSync(link)) continue;
      rmSync(link, { force: true });
      chmodSync(target, 0o755);
      symlinkSync(join('..', '..', 'packages', directory, file), link);
    }
  }
}

/** @param {string} root */
function workspaces(root) {
  const packages = join(root, 'packages');
  return readdirSync(packages)
    .filter((directory) => existsSync(join(packages, directory, 'package.json')))
    .map((directory) => {
      /** @type {{ name: string, bin?: Record<string, string> }} */
      const { name, bin = {} } = JSON.parse(readFileSync(join(packages, directory, 'package.json'), 'utf8'));
      return { directory, name, bin };
    });
}

/** @param {string} root */
function lockDigest(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * Runs a Node program in the foreground with this terminal, passes signals on, and resolves to its exit code: 128 + n
 * when a signal ended it, 130 when the user interrupted it.
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<number>}
 */
export function runNode(args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd ?? process.cwd(),
      env: options.env ?? process.env,
      stdio: 'inherit',
    });
    let isInterrupted = false;
    process.on('SIGINT', () => {
      isInterrupted = true;
      // Ctrl-C reaches every process of the terminal's group by itself; a second SIGINT would look like impatience.
      if (!process.stdin.isTTY) child.kill('SIGINT');
    });
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      say(`cannot start ${args[0]}: ${error.message}`);
      resolve(2);
    });
    child.on('close', (code, signal) => resolve(isInterrupted ? 130 : exitCodeOf(code, signal)));
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCodeOf(code, signal) {
  if (signal) return 128 + constants.signals[signal];
  return code ?? 2;
}
