/** What a store needs of a pool of connections. That of `pg` fits; the guard imports no driver. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
}

/** A connection that is checked out of its pool. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<unknown>;
  /** Gives it back; with an error, the pool closes it instead. */
  release(error?: Error): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** One statement with parameters, or several without. */
export interface PostgresQuery {
  readonly text: string;
  readonly values?: unknown[];
  readonly rowMode: 'array';
}

/** One row, column by column. */
export type PostgresRow = readonly unknown[];
