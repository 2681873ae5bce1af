import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { StoreUnderTest } from '../../conformance/conformance-case.ts';
import type { GuardStore } from '../../guard-store.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';

/** Runs work in a new folder and removes it. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bezoar-guard-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A handle on a file. */
export function openDatabase(file: string): SqliteDatabase {
  return new Database(file);
}

/** A store of its own for a conformance case. */
export async function sqliteUnderTest(): Promise<StoreUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'bezoar-guard-'));
  const opened: GuardStore[] = [];
  const open = async (): Promise<GuardStore> => {
    const store = await openSqliteStore({ database: openDatabase(join(folder, 'guard.db')) });
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const store of opened.splice(0)) await store.close();
  };
  return {
    store: await open(),
    second: open,
    reopen: async () => {
      await closeAll();
      return open();
    },
    dispose: async () => {
      await closeAll();
      rmSync(folder, { recursive: true });
    },
  };
}
