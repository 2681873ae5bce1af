// @ts-check
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { defineCounters } from '../../packages/guard/dist/store/apply/define-counters.js';
import { openPostgresStore } from '../../packages/guard/dist/store/postgres/index.js';
import { openPool, startCluster } from '../../packages/guard/dist/store/postgres/testing/cluster.test-support.js';
import { openSqliteStore } from '../../packages/guard/dist/store/sqlite/index.js';
import { AT, DEFINITIONS } from './sample-operation.mjs';

/**
 * @typedef {object} BenchStore
 * @property {import('../../packages/guard/dist/index.js').GuardStore} store
 * @property {string} folder where the probe writes too
 * @property {() => Promise<number>} bytes what the store takes on the disk
 * @property {() => Promise<number>} serverCpuSeconds of every process but this one
 * @property {() => Promise<void>} close
 */

/**
 * A new store in a folder of its own.
 * @param {string} kind
 * @param {string} parent
 * @returns {Promise<BenchStore>}
 */
export async function openBenchStore(kind, parent) {
  const opened = kind === 'sqlite' ? await openSqlite(parent) : await openPostgres(parent);
  await defineCounters(opened.store, DEFINITIONS, AT);
  return opened;
}

/** @param {string} parent @returns {Promise<BenchStore>} */
async function openSqlite(parent) {
  const folder = await mkdtemp(join(parent, 'guard-store-'));
  const store = await openSqliteStore({ database: new Database(join(folder, 'guard.db')) });
  return {
    store,
    folder,
    bytes: async () => {
      const sizes = await Promise.all(
        (await readdir(folder)).filter((name) => name.startsWith('guard')).map((name) => stat(join(folder, name))),
      );
      return sizes.reduce((sum, { size }) => sum + size, 0);
    },
    serverCpuSeconds: async () => 0,
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** @param {string} parent @returns {Promise<BenchStore>} */
async function openPostgres(parent) {
  const folder = await mkdtemp(join(parent, 'guard-store-'));
  const cluster = await startCluster({}, parent);
  const pool = openPool(cluster.poolConfig);
  const store = await openPostgresStore({ pool });
  const server = Number(
    (await readFile(join(cluster.poolConfig.host, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  return {
    store,
    folder,
    bytes: async () => {
      const client = await pool.connect();
      const answer = /** @type {{ rows: string[][] }} */ (
        await client.query({ text: 'SELECT pg_database_size(current_database())', rowMode: 'array' })
      );
      client.release();
      return Number(answer.rows[0]?.[0]);
    },
    serverCpuSeconds: () => cpuSecondsOf(server),
    close: async () => {
      await pool.end();
      cluster.close();
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * CPU time of a process and its children, from /proc; 0 where there is none.
 * @param {number} parent
 */
async function cpuSecondsOf(parent) {
  let ticks = 0;
  const names = await readdir('/proc').catch(() => []);
  for (const name of names.filter((one) => /^\d+$/.test(one))) {
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (Number(name) === parent || Number(fields[1]) === parent) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / 100;
}
