import { definitionKey } from '../counter-key.ts';
import type { StoreChanges } from '../guard-store.ts';
import { json, type ReservationRow, reservationRow } from '../rows/row-codec.ts';
import { readInteger, storableInteger, storableText } from '../rows/scalar.ts';
import { notStorable } from '../rows/store-fault.ts';
import type { PostgresSession } from './with-session.ts';

/** Some statements as one, with their parameters. */
interface Statement {
  readonly parts: string[];
  readonly values: unknown[];
}

/**
 * Writes changes that `checkChanges` let through, in one round trip: every table's statement is a part of one `WITH`.
 * INVARIANT: no two parts touch one row, since parts do not see each other.
 */
export async function writeChanges(session: PostgresSession, s: string, changes: StoreChanges): Promise<void> {
  const statement: Statement = { parts: [], values: [] };
  const { receipts, approvals, definitions } = changes;
  const released = new Set(changes.released);
  const holds = changes.holds.filter(({ reservation }) => !released.has(reservation));
  const reservations = changes.reservations.map(reservationRow);
  const counters = [...changes.counters];
  const stops = [...changes.stops];

  insert(statement, `${s}.receipts (sequence, id, body)`, '', [
    ['bigint', receipts.map(({ sequence }) => sequence)],
    ['text', receipts.map(({ id }) => storableText(id))],
    ['text', receipts.map(json)],
  ]);
  insertReservations(statement, s, reservations);
  insert(statement, `${s}.keys (key, id)`, 'ON CONFLICT (key) DO UPDATE SET id = excluded.id', [
    ['text', [...changes.keys.keys()].map(storableText)],
    ['text', [...changes.keys.values()].map(storableText)],
  ]);
  insert(
    statement,
    `${s}.holds (reservation, counter, amount, until)`,
    'ON CONFLICT (reservation, counter) DO UPDATE SET amount = excluded.amount, until = excluded.until',
    [
      ['text', holds.map(({ reservation }) => storableText(reservation))],
      ['text', holds.map(({ counter }) => storableText(counter))],
      ['bigint', holds.map(({ amount }) => amount)],
      ['bigint', holds.map(({ until }) => until)],
    ],
  );
  remove(statement, `${s}.holds WHERE reservation`, [...released]);
  const kept = counters.filter(([, value]) => value !== 0);
  insert(statement, `${s}.counters (key, value)`, 'ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
    ['text', kept.map(([key]) => storableText(key))],
    ['bigint', kept.map(([, value]) => value)],
  ]);
  remove(
    statement,
    `${s}.counters WHERE key`,
    counters.flatMap(([key, value]) => (value === 0 ? [key] : [])),
  );
  insert(
    statement,
    `${s}.approvals (id, state, expires_at, body)`,
    'ON CONFLICT (id) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at, body = excluded.body',
    [
      ['text', approvals.map(({ id }) => storableText(id))],
      ['text', approvals.map(({ state }) => storableText(state))],
      ['bigint', approvals.map(({ expiresAt }) => storableInteger(expiresAt))],
      ['text', approvals.map(json)],
    ],
  );
  const standing = stops.flatMap(([, stop]) => (stop === null ? [] : [stop]));
  insert(statement, `${s}.stops (action, body)`, 'ON CONFLICT (action) DO UPDATE SET body = excluded.body', [
    ['text', stops.flatMap(([action, stop]) => (stop === null ? [] : [storableText(action)]))],
    ['text', standing.map(json)],
  ]);
  remove(
    statement,
    `${s}.stops WHERE action`,
    stops.flatMap(([action, stop]) => (stop === null ? [action] : [])),
  );
  insert(statement, `${s}.definitions (key, body)`, 'ON CONFLICT (key) DO NOTHING', [
    ['text', definitions.map((definition) => storableText(definitionKey(definition)))],
    ['text', definitions.map(json)],
  ]);

  const { sequence, hash, at } = changes.head;
  const written = reservations.length === 0 ? '0' : '(SELECT count(*) FROM written)';
  const head = `UPDATE ${s}.head SET sequence = ${bind(statement, 'bigint', sequence)},
    hash = ${bind(statement, 'text', storableText(hash))}, at = ${bind(statement, 'bigint', at)} RETURNING ${written}`;
  const parts = statement.parts.length === 0 ? '' : `WITH ${statement.parts.join(',\n')}\n`;
  const rows = await session.rows(`${parts}${head}`, ...statement.values);
  if (rows.length !== 1) throw notStorable('expected the head of the chain in the store');
  if (readInteger(rows[0]?.[0]) !== reservations.length) {
    throw notStorable('expected a reservation to keep the receipt that it was written with');
  }
}

function insertReservations(statement: Statement, s: string, rows: readonly ReservationRow[]): void {
  const rest = ['action', 'state', 'is_open', 'settled_at', 'body'];
  insert(
    statement,
    `${s}.reservations AS own (receipt, id, ${rest.join(', ')})`,
    `ON CONFLICT (id) DO UPDATE SET ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE own.receipt = excluded.receipt RETURNING 1`,
    [
      ['bigint', rows.map(({ receipt }) => receipt)],
      ['text', rows.map(({ id }) => id)],
      ['text', rows.map(({ action }) => action)],
      ['text', rows.map(({ state }) => state)],
      ['boolean', rows.map(({ isOpen }) => isOpen)],
      ['bigint', rows.map(({ settledAt }) => settledAt)],
      ['text', rows.map(({ body }) => body)],
    ],
    'written',
  );
}

/** Inserts rows, given column by column, in their order. */
function insert(
  statement: Statement,
  into: string,
  conflict: string,
  columns: readonly (readonly [type: 'bigint' | 'text' | 'boolean', values: readonly unknown[]])[],
  name = `part${statement.parts.length}`,
): void {
  if (columns[0]?.[1].length === 0) return;
  const arrays = columns.map(([type, values]) => bind(statement, `${type}[]`, values));
  const names = columns.map((_, index) => `c${index}`);
  statement.parts.push(`${name} AS (INSERT INTO ${into} SELECT ${names.join(', ')}
    FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS t (${names.join(', ')}, place) ORDER BY place ${conflict})`);
}

function remove(statement: Statement, where: string, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const array = bind(statement, 'text[]', keys.map(storableText));
  statement.parts.push(`part${statement.parts.length} AS (DELETE FROM ${where} = ANY (${array}))`);
}

function bind(statement: Statement, type: string, value: unknown): string {
  statement.values.push(value);
  return `$${statement.values.length}::${type}`;
}
