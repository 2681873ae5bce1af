// @ts-nocheck: plain JavaScript that workers run against the built code, where there is no type to be had.
import { createRequire } from 'node:module';
import { openSqliteStore } from '@bezoar/guard/sqlite';
import Database from 'libsql';

/** Opens the store that a test names, for a worker. */
export async function openStore({ kind, file, connection, schema }, { onStatement = () => undefined } = {}) {
  if (kind === 'sqlite') return openSqliteStore({ database: watched(new Database(file), onStatement) });
  const { Pool } = createRequire(import.meta.url)('pg');
  const { openPostgresStore } = await import('@bezoar/guard/postgres');
  const pool = new Pool(connection);
  pool.on('error', () => undefined);
  const store = await openPostgresStore({ pool: watchedPool(pool, onStatement), schema });
  return { ...store, close: () => store.close().then(() => pool.end()) };
}

/** A handle that tells of every statement before and after it; what is thrown then is what the statement throws. */
export function watched(database, onStatement) {
  const around = (sql, run) => {
    onStatement('before', sql);
    const result = run();
    onStatement('after', sql);
    return result;
  };
  return {
    exec: (sql) => around(sql, () => database.exec(sql)),
    close: () => database.close(),
    get inTransaction() {
      return database.inTransaction;
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (...values) => around(sql, () => statement.run(...values)),
        all: (...values) => around(sql, () => statement.all(...values)),
        raw: (isRaw) => statement.raw(isRaw),
      };
    },
  };
}

/** A pool whose clients tell of every query before and after it. */
export function watchedPool(pool, onStatement) {
  const watch = (target) =>
    new Proxy(target, {
      get: (object, name) => {
        const value = Reflect.get(object, name, object);
        if (name === 'connect') return async (...values) => watch(await value.apply(object, values));
        if (name !== 'query') return typeof value === 'function' ? value.bind(object) : value;
        return async (...values) => {
          const sql = String(values[0]?.text ?? values[0]);
          onStatement('before', sql);
          const result = await value.apply(object, values);
          onStatement('after', sql);
          return result;
        };
      },
    });
  return watch(pool);
}
