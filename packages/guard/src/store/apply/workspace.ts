import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import { chainReceipt, type Receipt, type ReceiptBody } from '../../receipts/receipt.ts';
import type { CounterDefinition } from '../counter-key.ts';
import type { Hold, Stop, StoreChanges, StoreHead } from '../guard-store.ts';
import type { Reservation } from '../reservation.ts';

/** The rows that a batch may look at, as the store had them. */
export interface LoadedRows {
  readonly head: StoreHead;
  readonly keys: ReadonlyMap<string, string>;
  readonly reservations: ReadonlyMap<string, Reservation>;
  readonly counters: ReadonlyMap<string, number>;
  readonly holds: readonly Hold[];
  readonly approvals: ReadonlyMap<string, ApprovalRequest>;
  readonly stops: readonly Stop[];
  readonly definitions: readonly CounterDefinition[];
}

/**
 * The rows of a batch while its operations are applied one after the other, each seeing what the one before did, and
 * the list of what changed. In memory alone: nothing happened until the changes are written.
 */
export interface Workspace {
  /** Time of the batch: the later of the store's and the operations'. */
  readonly at: number;
  readonly expiryAt: number;
  /** Every counter that the store keeps, those of other policies among them. */
  readonly definitions: readonly CounterDefinition[];
  reservationOf(key: string): Reservation | undefined;
  reservation(id: string): Reservation | undefined;
  approvalOf(key: string): ApprovalRequest | undefined;
  approval(id: string): ApprovalRequest | undefined;
  /** What waits for people of the account whose list has this key. */
  waitingList(key: string): string | undefined;
  counter(key: string): number;
  holdsOf(reservation: string): readonly Hold[];
  isStopped(action: string): boolean;
  putKey(key: string, id: string): void;
  putReservation(reservation: Reservation): void;
  putApproval(approval: ApprovalRequest): void;
  addToCounter(key: string, amount: number): void;
  putHold(hold: Hold): void;
  release(reservation: string): void;
  putStop(action: string, stop: Stop | null): void;
  /** Appends to the chain. */
  putReceipt(id: string, body: ReceiptBody): Receipt;
  changes(): StoreChanges;
}

/** Starts a workspace over loaded rows. */
export function openWorkspace(loaded: LoadedRows, time: { readonly at: number; readonly expiryAt: number }): Workspace {
  const { at, expiryAt } = time;
  const keys = new Map(loaded.keys);
  const reservations = new Map(loaded.reservations);
  const counters = new Map(loaded.counters);
  const approvals = new Map(loaded.approvals);
  const stops = new Map<string, Stop | null>(loaded.stops.map((stop) => [stop.action, stop]));
  const holds = new Map<string, Map<string, Hold>>();
  for (const hold of loaded.holds) ofReservation(holds, hold.reservation).set(hold.counter, hold);
  const changed = {
    keys: new Map<string, string>(),
    reservations: new Set<string>(),
    counters: new Set<string>(),
    approvals: new Set<string>(),
    stops: new Set<string>(),
    held: new Set<string>(),
    released: new Set<string>(),
  };
  const receipts: Receipt[] = [];
  let { sequence, hash } = loaded.head;
  return {
    at,
    expiryAt,
    definitions: loaded.definitions,
    reservationOf: (key) => reservations.get(keys.get(key) ?? ''),
    reservation: (id) => reservations.get(id),
    approvalOf: (key) => approvals.get(keys.get(key) ?? ''),
    approval: (id) => approvals.get(id),
    waitingList: (key) => keys.get(key),
    counter: (key) => counters.get(key) ?? 0,
    holdsOf: (reservation) => [...(holds.get(reservation)?.values() ?? [])],
    isStopped: (action) => (stops.get('') ?? null) !== null || (stops.get(action) ?? null) !== null,
    putKey: (key, id) => {
      keys.set(key, id);
      changed.keys.set(key, id);
    },
    putReservation: (reservation) => {
      reservations.set(reservation.id, reservation);
      changed.reservations.add(reservation.id);
    },
    putApproval: (approval) => {
      approvals.set(approval.id, approval);
      changed.approvals.add(approval.id);
    },
    addToCounter: (key, amount) => {
      counters.set(key, (counters.get(key) ?? 0) + amount);
      changed.counters.add(key);
    },
    putHold: (hold) => {
      ofReservation(holds, hold.reservation).set(hold.counter, hold);
      changed.held.add(hold.reservation);
    },
    release: (reservation) => {
      holds.delete(reservation);
      changed.released.add(reservation);
    },
    putStop: (action, stop) => {
      stops.set(action, stop);
      changed.stops.add(action);
    },
    putReceipt: (id, body) => {
      const receipt = chainReceipt(body, { id, sequence, at, previous: hash });
      sequence += 1;
      hash = receipt.hash;
      receipts.push(receipt);
      return receipt;
    },
    changes: () => ({
      head: { sequence, hash, at },
      receipts,
      reservations: [...changed.reservations].map((id) => reservations.get(id)!),
      keys: changed.keys,
      holds: [...changed.held].flatMap((id) => [...(holds.get(id)?.values() ?? [])]),
      released: [...changed.released],
      counters: new Map([...changed.counters].sort().map((key) => [key, counters.get(key) ?? 0])),
      approvals: [...changed.approvals].map((id) => approvals.get(id)!),
      stops: new Map([...changed.stops].map((action) => [action, stops.get(action) ?? null])),
      definitions: [],
    }),
  };
}

function ofReservation(holds: Map<string, Map<string, Hold>>, reservation: string): Map<string, Hold> {
  let own = holds.get(reservation);
  if (own === undefined) {
    own = new Map();
    holds.set(reservation, own);
  }
  return own;
}
