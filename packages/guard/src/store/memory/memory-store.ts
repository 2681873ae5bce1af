import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import type { Receipt } from '../../receipts/receipt.ts';
import { type CounterDefinition, definitionKey } from '../counter-key.ts';
import type { GuardStore, Hold, Stop, StoreChanges, StoreHead, StoreTransaction } from '../guard-store.ts';
import { type Reservation, stateAt } from '../reservation.ts';
import { checkChanges, FIRST_HEAD } from '../rows/check-changes.ts';
import { isOpen } from '../rows/row-codec.ts';
import { notStorable } from '../rows/store-fault.ts';
import { takeTurns } from '../rows/take-turns.ts';

/** Everything that a store holds. */
interface Tables {
  head: StoreHead;
  readonly receipts: Receipt[];
  readonly receiptIds: Set<string>;
  readonly keys: Map<string, string>;
  readonly reservations: Map<string, Reservation>;
  /** By reservation. */
  readonly holds: Map<string, readonly Hold[]>;
  /** Before it no hold ends. */
  nextExpiry: number;
  readonly counters: Map<string, number>;
  readonly approvals: Map<string, ApprovalRequest>;
  readonly stops: Map<string, Stop>;
  readonly definitions: Map<string, CounterDefinition>;
}

/**
 * A store in memory, for tests and for trying the guard out: it forgets everything when the process ends, and with it what
 * was spent. Transactions run one after the other.
 */
export function createMemoryStore(): GuardStore {
  const tables: Tables = {
    head: FIRST_HEAD,
    receipts: [],
    receiptIds: new Set(),
    keys: new Map(),
    reservations: new Map(),
    holds: new Map(),
    nextExpiry: Number.POSITIVE_INFINITY,
    counters: new Map(),
    approvals: new Map(),
    stops: new Map(),
    definitions: new Map(),
  };
  const inTurn = takeTurns();
  return {
    transact: (work) =>
      inTurn(async () => {
        // INVARIANT: nothing in the tables changes before `work` is through, so that a failure leaves no trace.
        const pending: Pending = { expired: new Set() };
        const result = await work(openTransaction(tables, pending));
        if (pending.changes !== undefined) commit(tables, pending.changes, pending.expired);
        return result;
      }),
    hasReceipt: async (id) => tables.receiptIds.has(id),
    receipts: async (from, { limit }) => tables.receipts.slice(from, from + limit),
    approvals: async ({ limit, state, expiresAfter }) =>
      [...tables.approvals.values()]
        .reverse()
        .filter((approval) => state === undefined || approval.state === state)
        .filter(({ expiresAt }) => expiresAfter === undefined || expiresAt > expiresAfter)
        .slice(0, limit),
    reservation: async (id) => tables.reservations.get(id),
    open: async ({ limit, unknownAt }) =>
      [...tables.reservations.values()]
        .filter(({ state }) => isOpen(state))
        .filter((one) => unknownAt === undefined || stateAt(one, unknownAt) === 'unknown')
        .slice(0, limit),
    usage: async (at) => {
      const usage = new Map<string, { settled: number; reserved: number }>();
      for (const { counter, amount, until } of [...tables.holds.values()].flat()) {
        if (until !== null && until <= at) continue;
        const own = usage.get(counter) ?? { settled: 0, reserved: 0 };
        if (until === null) own.reserved += amount;
        else own.settled += amount;
        usage.set(counter, own);
      }
      return [...usage].map(([counter, own]) => ({ counter, ...own }));
    },
    stops: async () => [...tables.stops.values()],
    close: async () => undefined,
  };
}

interface Pending {
  /** Keys of holds that go with the write. */
  readonly expired: Set<string>;
  changes?: StoreChanges;
}

function openTransaction(tables: Tables, pending: Pending): StoreTransaction {
  return {
    head: async () => tables.head,
    keys: async (keys) => pick(tables.keys, keys),
    reservations: async (ids) => pick(tables.reservations, ids),
    counters: async (keys) => pick(tables.counters, keys),
    holds: async (reservations) =>
      [...new Set(reservations)]
        .flatMap((id) => tables.holds.get(id) ?? [])
        .filter((hold) => !pending.expired.has(holdKey(hold))),
    approvals: async (ids) => pick(tables.approvals, ids),
    stops: async () => [...tables.stops.values()],
    definitions: async () => [...tables.definitions.values()],
    expireHolds: async (at) => {
      const expired = new Map<string, number>();
      if (at < tables.nextExpiry) return expired;
      for (const hold of [...tables.holds.values()].flat()) {
        const { counter, amount, until } = hold;
        const key = holdKey(hold);
        if (until === null || until > at || pending.expired.has(key)) continue;
        expired.set(counter, (expired.get(counter) ?? 0) + amount);
        pending.expired.add(key);
      }
      return expired;
    },
    countedSince: async (action, since) =>
      [...tables.reservations.values()].filter(
        (one) => one.action === action && (isOpen(one.state) || (one.state === 'done' && one.settledAt! > since)),
      ),
    write: async (changes) => {
      if (pending.changes !== undefined) throw notStorable('expected one `write` in a transaction');
      checkChanges(tables.head, changes);
      const ids = new Set(changes.receipts.map(({ id }) => id));
      if (ids.size < changes.receipts.length || [...ids].some((id) => tables.receiptIds.has(id))) {
        throw notStorable('expected a receipt whose id is not in the chain');
      }
      pending.changes = changes;
    },
  };
}

function commit(tables: Tables, changes: StoreChanges, expired: ReadonlySet<string>): void {
  tables.head = changes.head;
  for (const receipt of changes.receipts) {
    tables.receipts.push(receipt);
    tables.receiptIds.add(receipt.id);
  }
  commitHolds(tables, changes, expired);
  for (const [key, id] of changes.keys) tables.keys.set(key, id);
  for (const reservation of changes.reservations) tables.reservations.set(reservation.id, reservation);
  for (const [key, value] of changes.counters) tables.counters.set(key, value);
  for (const approval of changes.approvals) tables.approvals.set(approval.id, approval);
  for (const [action, stop] of changes.stops) {
    if (stop === null) tables.stops.delete(action);
    else tables.stops.set(action, stop);
  }
  for (const definition of changes.definitions) tables.definitions.set(definitionKey(definition), definition);
}

function commitHolds(tables: Tables, { holds, released }: StoreChanges, expired: ReadonlySet<string>): void {
  if (expired.size > 0) {
    tables.nextExpiry = Number.POSITIVE_INFINITY;
    for (const [id, own] of tables.holds) {
      const kept = own.filter((hold) => !expired.has(holdKey(hold)));
      if (kept.length === 0) tables.holds.delete(id);
      else if (kept.length < own.length) tables.holds.set(id, kept);
      for (const { until } of kept) tables.nextExpiry = Math.min(tables.nextExpiry, until ?? Number.POSITIVE_INFINITY);
    }
  }
  for (const hold of holds) {
    const others = (tables.holds.get(hold.reservation) ?? []).filter(({ counter }) => counter !== hold.counter);
    tables.holds.set(hold.reservation, [...others, hold]);
    tables.nextExpiry = Math.min(tables.nextExpiry, hold.until ?? Number.POSITIVE_INFINITY);
  }
  for (const id of released) tables.holds.delete(id);
}

function holdKey({ reservation, counter }: Hold): string {
  return `${reservation} ${counter}`;
}

function pick<T>(rows: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  return new Map(
    keys.flatMap((key) => {
      const row = rows.get(key);
      return row === undefined ? [] : [[key, row] as const];
    }),
  );
}
