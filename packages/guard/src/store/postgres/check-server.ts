import { readInteger } from '../rows/scalar.ts';
import { storeUnusable } from '../rows/store-fault.ts';
import type { PostgresSession } from './with-session.ts';

/** The oldest server that the statements were tried with. */
const MIN_SERVER_VERSION = 120_000;

/**
 * Columns that say whether a commit is durable: without `fsync` or `full_page_writes`, a power cut may take back or tear
 * what was committed, and with it what was spent. Asked for in every transaction, since a server can be told otherwise.
 */
export const DURABILITY_COLUMNS = `current_setting('fsync'), current_setting('full_page_writes')`;

/** Refuses a server that may forget what it committed. */
export function checkDurability([fsync, fullPageWrites]: readonly unknown[]): void {
  if (fsync === 'on' && fullPageWrites === 'on') return;
  throw storeUnusable(
    `expected a server with fsync and full_page_writes on, got ${String(fsync)} and ${String(fullPageWrites)}`,
  );
}

/** Refuses a server that cannot keep what the guard writes: too old, a replica, or of another encoding. */
export async function checkServer(session: PostgresSession): Promise<void> {
  const [row] = await session.rows(
    `SELECT current_setting('server_version_num'), pg_is_in_recovery(), current_setting('server_encoding')`,
  );
  const version = readInteger(row?.[0]);
  if (version < MIN_SERVER_VERSION) throw storeUnusable(`expected a server of version 12 at least, got ${version}`);
  if (row?.[1] !== false) throw storeUnusable('expected a server that takes writes, got a replica');
  if (row?.[2] !== 'UTF8') throw storeUnusable(`expected a database in UTF8, got \`${String(row?.[2])}\``);
}
