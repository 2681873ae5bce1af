import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@bezoar/guard/sqlite';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { countedGuard } from './disk-full.test-support.ts';
import { watched } from './open-store.mjs';

/** Statements that a disk without space takes no more, although it is read from as before. */
const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|COMMIT|WITH\b[^;]*\b(?:INSERT|UPDATE|DELETE))/i;

/** Lends a guard on a file whose disk is full from a number of writes on, until that is lifted. */
async function withDisk(
  use: (disk: { left: number }, open: () => ReturnType<typeof countedGuard>) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'guard-full-'));
  const disk = { left: Infinity };
  const store = await openSqliteStore({
    database: watched(new Database(join(folder, 'guard.db')), (when: string, sql: string) => {
      if (when !== 'before' || !WRITES.test(sql)) return;
      disk.left -= 1;
      if (disk.left < 0) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }),
  });
  try {
    await use(disk, () => countedGuard(store));
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

describe('a disk that is full', () => {
  it('denies at whichever write it happens, loses nothing, and works again when there is space', async () => {
    let writes = 0;
    await withDisk(async (disk, open) => {
      const { credit } = await open();
      disk.left = 1_000;
      expect(await credit('0')).toBe('allow done');
      writes = 1_000 - disk.left;
    });
    expect(writes).toBeGreaterThan(4);
    await withDisk(async (disk, open) => {
      const { credit, faults, effects } = await open();
      for (let at = 0; at < writes; at++) {
        disk.left = at;
        const first = await credit(`${at}`);
        expect(['deny guard/store-failed', 'allow lost'], `write ${at}`).toContain(first);
        const count = effects.length;
        expect(await credit(`${at} more`), `write ${at}`).toBe('deny guard/store-failed');
        expect(effects, `write ${at}`).toHaveLength(count);
        disk.left = Infinity;
        expect(await faults(), `write ${at}`).toEqual([]);
        expect(await credit(`${at} again`)).toBe('allow done');
        // What was executed but could not be settled is held, and is not repeated.
        expect(await credit(`${at}`)).toBe(first === 'allow lost' ? 'deny guard/in-flight' : 'allow done');
      }
      expect(await faults()).toEqual([]);
    });
  });
});
