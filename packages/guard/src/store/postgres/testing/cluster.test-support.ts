import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresPool } from '../postgres-pool.ts';

/** A PostgreSQL server of one's own, on a socket in a temporary folder. */
export interface TestCluster {
  readonly connectionString: string;
  /** For the `Pool` of `pg`. */
  readonly poolConfig: PoolConfig;
  /** Ends every process of the server at once, as a power cut does: what was not flushed must be recovered. */
  stopImmediately(): void;
  /** Starts it again, and returns when it takes connections. */
  start(): void;
  /** Stops it and removes everything. */
  close(): void;
}

/** Where the server listens. */
export interface PoolConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** A pool of `pg`, as far as tests need it. */
export interface TestPool extends PostgresPool {
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  readonly totalCount: number;
  readonly idleCount: number;
}

/** Seconds that the server may take to start or to stop. */
const CONTROL_SECONDS = 60;

/**
 * Starts a server, in a new folder of `parent`. Throws where no PostgreSQL is installed. `settings` are added to its
 * configuration.
 */
export async function startCluster(
  settings: Readonly<Record<string, string>> = {},
  parent: string = tmpdir(),
): Promise<TestCluster> {
  const bin = findBinaries();
  const owner = process.getuid?.() === 0 ? postgresUser() : undefined;
  const folder = mkdtempSync(join(parent, 'bezoar-pg-'));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const port = randomInt(20_000, 60_000);
  const run = (program: string, args: readonly string[]): void => {
    const command = join(bin, program);
    // The server refuses to run as root.
    const [file, all] = owner === undefined ? [command, args] : ['runuser', ['-u', 'postgres', '--', command, ...args]];
    execFileSync(file, all, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: 2000 * CONTROL_SECONDS });
  };
  const start = (): void => {
    const options = { ...settings, listen_addresses: '', unix_socket_directories: folder, port: String(port) };
    const flags = Object.entries(options).map(([name, value]) => `-c ${name}='${value}'`);
    try {
      run('pg_ctl', ['-D', data, '-w', '-t', String(CONTROL_SECONDS), '-l', log, '-o', flags.join(' '), 'start']);
    } catch (error) {
      throw new Error(`PostgreSQL did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : ''}`, {
        cause: error,
      });
    }
  };
  const stop = (mode: 'fast' | 'immediate'): void => {
    if (existsSync(join(data, 'postmaster.pid'))) run('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']);
  };
  const close = (): void => {
    try {
      stop('immediate');
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  try {
    run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']);
    start();
  } catch (error) {
    close();
    throw error;
  }
  return {
    connectionString: `postgresql://postgres@/postgres?host=${encodeURIComponent(folder)}&port=${port}`,
    poolConfig: { host: folder, port, user: 'postgres', database: 'postgres' },
    stopImmediately: () => stop('immediate'),
    start,
    close,
  };
}

/** A pool of `pg`, which comes without types. */
export function openPool(config: PoolConfig & { readonly max?: number; readonly options?: string }): TestPool {
  const { Pool } = createRequire(import.meta.url)('pg') as { readonly Pool: new (config: object) => TestPool };
  const pool = new Pool(config);
  // A connection that nobody uses is lost with its server, and replaced.
  pool.on('error', () => undefined);
  return pool;
}

/** The newest version that is installed. */
function findBinaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).filter((name) => /^\d+$/.test(name)) : [];
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin'));
  try {
    folders.push(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim());
  } catch {
    // Not in the path.
  }
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (found !== undefined) return found;
  throw new Error('no PostgreSQL server is installed: run .ci/setup, or install the package `postgresql`');
}

function postgresUser(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
