import { FIRST_PREVIOUS } from '../../receipts/receipt.ts';

/** `application_id` of a guard's database: `bezg` in ASCII. */
export const SQLITE_APPLICATION_ID = 0x62_65_7a_67;

/**
 * Statements that lead from one version of the schema to the next; `user_version` is how many were done.
 *
 * Receipts and reservations are in the order of the chain, so that both grow at their end. `WITHOUT ROWID` where rows are
 * found by their key alone. A counter that is zero has no row.
 */
export const SQLITE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO head VALUES (1, 0, '${FIRST_PREVIOUS}', 0);
  CREATE TABLE receipts (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
  CREATE TABLE reservations (
    receipt INTEGER PRIMARY KEY REFERENCES receipts (sequence),
    id TEXT NOT NULL UNIQUE,
    action TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reserved', 'done', 'failed', 'unknown')),
    is_open INTEGER NOT NULL CHECK (is_open = (state IN ('reserved', 'unknown'))),
    settled_at INTEGER,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX open_reservations ON reservations (is_open) WHERE is_open = 1;
  CREATE INDEX done_reservations ON reservations (action, settled_at) WHERE state = 'done';
  CREATE TABLE keys (key TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE holds (
    reservation TEXT NOT NULL, counter TEXT NOT NULL, amount INTEGER NOT NULL, until INTEGER,
    PRIMARY KEY (reservation, counter)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holds_until ON holds (until);
  CREATE TABLE counters (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE approvals (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX approvals_state ON approvals (state);
  CREATE TABLE stops (action TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE definitions (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // Requests that expired stay pending for ever; an index finds those that still wait among them.
  `
  ALTER TABLE approvals ADD COLUMN expires_at INTEGER NOT NULL DEFAULT ${Number.MAX_SAFE_INTEGER};
  UPDATE approvals SET expires_at = json_extract(body, '$.expiresAt');
  CREATE INDEX approvals_expiry ON approvals (state, expires_at);
  `,
];

/** The version that this code reads and writes. */
export const SQLITE_SCHEMA_VERSION: number = SQLITE_MIGRATIONS.length;
