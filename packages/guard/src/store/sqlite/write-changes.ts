import { definitionKey } from '../counter-key.ts';
import type { StoreChanges } from '../guard-store.ts';
import { json, reservationRow } from '../rows/row-codec.ts';
import { storableInteger, storableText, storableTexts } from '../rows/scalar.ts';
import { notStorable } from '../rows/store-fault.ts';
import type { StatementCache } from './sqlite-database.ts';

const UPDATE_RESERVATION = `UPDATE reservations SET action = ?, state = ?, is_open = ?, settled_at = ?, body = ?
  WHERE id = ? AND receipt = ?`;
const INSERT_RESERVATION = `INSERT INTO reservations (action, state, is_open, settled_at, body, id, receipt)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** Writes changes that `checkChanges` let through into the transaction that has begun. */
export function writeChanges({ run }: StatementCache, changes: StoreChanges): void {
  for (const receipt of changes.receipts) {
    run(
      'INSERT INTO receipts (sequence, id, body) VALUES (?, ?, ?)',
      receipt.sequence,
      storableText(receipt.id),
      json(receipt),
    );
  }
  const firstNew = changes.head.sequence - changes.receipts.length;
  for (const reservation of changes.reservations) {
    const { action, state, isOpen, settledAt, body, id, receipt } = reservationRow(reservation);
    const values = [action, state, isOpen ? 1 : 0, settledAt, body, id, receipt] as const;
    // A reservation whose receipt is new is new itself.
    if (receipt >= firstNew || run(UPDATE_RESERVATION, ...values) === 0) run(INSERT_RESERVATION, ...values);
  }
  for (const [key, id] of changes.keys) {
    run('INSERT INTO keys (key, id) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET id = excluded.id', ...texts(key, id));
  }
  for (const { reservation, counter, amount, until } of changes.holds) {
    run(
      `INSERT INTO holds (reservation, counter, amount, until) VALUES (?, ?, ?, ?)
        ON CONFLICT (reservation, counter) DO UPDATE SET amount = excluded.amount, until = excluded.until`,
      ...texts(reservation, counter),
      amount,
      until,
    );
  }
  for (const reservation of changes.released) run('DELETE FROM holds WHERE reservation = ?', storableText(reservation));
  for (const [key, value] of changes.counters) {
    if (value === 0) run('DELETE FROM counters WHERE key = ?', storableText(key));
    else {
      run(
        'INSERT INTO counters (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        storableText(key),
        value,
      );
    }
  }
  for (const approval of changes.approvals) {
    run(
      `INSERT INTO approvals (id, state, expires_at, body) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at, body = excluded.body`,
      ...texts(approval.id, approval.state),
      storableInteger(approval.expiresAt),
      json(approval),
    );
  }
  for (const [action, stop] of changes.stops) {
    if (stop === null) run('DELETE FROM stops WHERE action = ?', storableText(action));
    else {
      run(
        'INSERT INTO stops (action, body) VALUES (?, ?) ON CONFLICT (action) DO UPDATE SET body = excluded.body',
        storableText(action),
        json(stop),
      );
    }
  }
  for (const definition of changes.definitions) {
    run(
      'INSERT INTO definitions (key, body) VALUES (?, ?) ON CONFLICT (key) DO NOTHING',
      storableText(definitionKey(definition)),
      json(definition),
    );
  }
  const { sequence, hash, at } = changes.head;
  if (run('UPDATE head SET sequence = ?, hash = ?, at = ?', sequence, storableText(hash), at) !== 1) {
    throw notStorable('expected the head of the chain in the store');
  }
}

function texts(first: string, second: string): [string, string] {
  storableTexts([first, second]);
  return [first, second];
}
