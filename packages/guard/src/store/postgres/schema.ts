import { UsageError } from '@bezoar/core/actions';
import { FIRST_PREVIOUS } from '../../receipts/receipt.ts';

/** The schema where none is named. */
export const DEFAULT_SCHEMA = 'bezoar_guard';

/** A schema's name in quotes. Lower case, digits and underscores alone, so that nothing can leave the quotes (CWE-89). */
export function quoteSchema(name: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(name) && !name.startsWith('pg_')) return `"${name}"`;
  throw new UsageError(
    'guard/schema-name',
    `expected a schema name of up to 63 lower-case letters, digits and underscores, got \`${name}\``,
  );
}

/**
 * Statements that lead from one version of the schema to the next, for a quoted schema; `version` is how many were done.
 *
 * Keys compare byte by byte (collation "C"). Receipts and reservations are in the order of the chain. A counter that is
 * zero has no row. The rows that change with every transaction have room to change in their page.
 */
export const POSTGRES_MIGRATIONS: readonly ((schema: string) => string)[] = [
  (s) => `
  CREATE TABLE ${s}.head (
    one boolean PRIMARY KEY CHECK (one), sequence bigint NOT NULL, hash text NOT NULL, at bigint NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO ${s}.head VALUES (true, 0, '${FIRST_PREVIOUS}', 0);
  CREATE TABLE ${s}.receipts (sequence bigint PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, body text NOT NULL);
  CREATE TABLE ${s}.reservations (
    receipt bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    action text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('reserved', 'done', 'failed', 'unknown')),
    is_open boolean NOT NULL CHECK (is_open = (state IN ('reserved', 'unknown'))),
    settled_at bigint,
    body text NOT NULL
  );
  CREATE INDEX open_reservations ON ${s}.reservations (receipt) WHERE is_open;
  CREATE INDEX done_reservations ON ${s}.reservations (action, settled_at) WHERE state = 'done';
  CREATE TABLE ${s}.keys (key text COLLATE "C" PRIMARY KEY, id text COLLATE "C" NOT NULL);
  CREATE TABLE ${s}.holds (
    reservation text COLLATE "C" NOT NULL,
    counter text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    until bigint,
    PRIMARY KEY (reservation, counter)
  );
  CREATE INDEX holds_until ON ${s}.holds (until);
  CREATE TABLE ${s}.counters (key text COLLATE "C" PRIMARY KEY, value bigint NOT NULL) WITH (fillfactor = 80);
  CREATE TABLE ${s}.approvals (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    state text COLLATE "C" NOT NULL,
    body text NOT NULL
  );
  CREATE INDEX approvals_state ON ${s}.approvals (state, number);
  CREATE TABLE ${s}.stops (action text COLLATE "C" PRIMARY KEY, body text NOT NULL);
  CREATE TABLE ${s}.definitions (key text COLLATE "C" PRIMARY KEY, body text NOT NULL);
  `,
  // Requests that expired stay pending for ever; an index finds those that still wait among them. Not by the server's JSON,
  // which refuses an escaped U+0000 in a reason; within a text a quote is escaped, so that only the field itself is found.
  (s) => `
  ALTER TABLE ${s}.approvals ADD COLUMN expires_at bigint;
  UPDATE ${s}.approvals SET expires_at = substring(body FROM '"expiresAt":(-?[0-9]+)')::bigint;
  ALTER TABLE ${s}.approvals ALTER COLUMN expires_at SET NOT NULL;
  CREATE INDEX approvals_expiry ON ${s}.approvals (state, expires_at);
  `,
];

/** The version that this code reads and writes. */
export const POSTGRES_SCHEMA_VERSION: number = POSTGRES_MIGRATIONS.length;
