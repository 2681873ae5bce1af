import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseGuardPolicy } from '@bezoar/guard';
import { openSqliteStore } from '@bezoar/guard/sqlite';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { countedGuard } from './disk-full.test-support.ts';
import { RACE_POLICY } from './race.test-support.ts';
import { storeFaults } from './store-check.test-support.ts';
import { effectsIn, startWorker, type WorkerReport } from './workers.test-support.ts';

const DISK_KIB = 12 * 1_024;
const BALLAST_BYTES = 4 * 1_024 * 1_024;

/** Largest file of a process, in units of 512 bytes: a megabyte. */
const FILE_BLOCKS = 2_048;

/** Lends a folder on a file system of a mebibyte. Rejects where this user may not mount one. */
async function withSmallDisk(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guard-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', folder], { stdio: 'pipe' });
    try {
      await use(folder);
    } finally {
      // Also where a test that failed left a file open.
      execFileSync('umount', ['-l', folder]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a file system that is full', () => {
  it.skipIf(process.getuid?.() !== 0)(
    'denies, loses nothing, and works again when there is space; it needs root, to mount one',
    async () => {
      await withSmallDisk(async (folder) => {
        const ballast = join(folder, 'ballast');
        await writeFile(ballast, Buffer.alloc(BALLAST_BYTES));
        const store = await openSqliteStore({ database: new Database(join(folder, 'guard.db')) });
        const { credit, faults, effects } = await countedGuard(store);
        const answers = new Map<string, number>();
        let denials = 0;
        for (let order = 0; denials < 20; order++) {
          expect(order).toBeLessThan(20_000);
          const count = effects.length;
          const answer = await credit(`${order}`);
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
          expect(effects.length - count).toBe(answer.startsWith('allow') ? 1 : 0);
          if (answer === 'deny guard/store-failed') denials += 1;
          else if (answer === 'allow done') denials = 0;
        }
        process.stdout.write(`full: ${JSON.stringify([...answers])}\n`);
        expect(answers.get('allow done')).toBeGreaterThan(20);

        // Space again: the same process goes on, and nothing that was allowed is forgotten.
        await unlink(ballast);
        expect(await credit('with space')).toBe('allow done');
        expect(await faults()).toEqual([]);
        await store.close();
        const again = await openSqliteStore({ database: new Database(join(folder, 'guard.db')) });
        const receipts = await again.receipts(0, { limit: 1_000_000 });
        const reserved = new Set(receipts.filter(({ kind }) => kind === 'allow').map(({ reservation }) => reservation));
        expect(effects.filter(({ reservation }) => !reserved.has(reservation))).toEqual([]);
        const other = await countedGuard(again);
        expect(await other.credit('afterwards')).toBe('allow done');
        expect(await other.credit(effects[0]!.order)).toBe('deny guard/already-done');
        expect(await other.faults()).toEqual([]);
        await again.close();
      });
    },
  );
});

describe('a file that may not grow', () => {
  it('denies, loses nothing, and works again when it may; with `ulimit -f`, which anybody may set', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guard-file-'));
    try {
      const file = join(folder, 'guard.db');
      const run = async (name: string, setUp: string): Promise<WorkerReport> => {
        const requests = Array.from({ length: 150 }, (_, index) => {
          const account = `${name}-${Math.floor(index / 10)}`;
          return { tenant: account, account, order: `${name}-${index}`, minor: 10 };
        });
        const log = join(folder, `${name}.jsonl`);
        const task = { store: { kind: 'sqlite', file }, policy: RACE_POLICY, log, clients: 1, requests };
        const { child, ended } = startWorker('guard-worker.mjs', task, setUp);
        child.stdin!.end('go\n');
        const { stdout, stderr } = await ended;
        const report = stdout.split('\n')[1];
        if (report === undefined || report === '') throw new Error(stderr);
        return JSON.parse(report) as WorkerReport;
      };
      const count = ({ answers }: WorkerReport, what: string): number =>
        answers.filter(([, ...answer]) => answer.join(' ') === what).length;

      const limited = await run('limited', `trap '' XFSZ; ulimit -f ${FILE_BLOCKS}`);
      expect(count(limited, 'allow done')).toBeGreaterThan(10);
      expect(count(limited, 'deny guard/store-failed')).toBeGreaterThan(10);
      const free = await run('free', ':');
      expect(count(free, 'allow done')).toBe(150);

      const store = await openSqliteStore({ database: new Database(file) });
      const effects = await effectsIn(['limited', 'free'].map((name) => join(folder, `${name}.jsonl`)));
      expect(effects.length).toBe(150 + count(limited, 'allow done') + count(limited, 'allow lost'));
      expect(await storeFaults(store, parseGuardPolicy(RACE_POLICY), effects)).toEqual([]);
      await store.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
