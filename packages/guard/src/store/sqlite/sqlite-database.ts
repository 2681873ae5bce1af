/**
 * What a store needs of a handle on an SQLite database: the synchronous interface of `better-sqlite3`, which `libsql`
 * has too. The guard imports no driver.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
  readonly inTransaction: boolean;
}

/** A prepared statement. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number };
  all(...values: SqliteValue[]): unknown[];
  /** Rows as arrays from now on. */
  raw(isRaw?: boolean): unknown;
}

/** What is bound to a parameter. */
export type SqliteValue = string | number | null;

/** One row, column by column. */
export type SqliteRow = readonly unknown[];

/** A handle with every statement prepared once. */
export interface StatementCache {
  rows(sql: string, ...values: SqliteValue[]): SqliteRow[];
  /** Rows that changed. */
  run(sql: string, ...values: SqliteValue[]): number;
  /** Forgets every statement: `libsql` keeps a file open as long as there is one. */
  clear(): void;
}

/** Keeps the statements of a handle; they are a fixed few, since every list is bound as one JSON text. */
export function cacheStatements(database: SqliteDatabase): StatementCache {
  const statements = new Map<string, SqliteStatement>();
  const prepare = (sql: string, isReader: boolean): SqliteStatement => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      if (isReader) statement.raw(true);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    rows: (sql, ...values) => prepare(sql, true).all(...values) as SqliteRow[],
    run: (sql, ...values) => prepare(sql, false).run(...values).changes,
    clear: () => statements.clear(),
  };
}
