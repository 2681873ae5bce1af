import type { ApprovalRequest } from '../approvals/approval-request.ts';
import type { Receipt } from '../receipts/receipt.ts';
import type { CounterDefinition } from './counter-key.ts';
import type { Reservation } from './reservation.ts';

/** The end of the receipts' chain, and the latest time that the store has seen. */
export interface StoreHead {
  /** Receipts so far. */
  readonly sequence: number;
  /** Hash of the last receipt. */
  readonly hash: string;
  /** Milliseconds since the Unix epoch. Time never runs back in a store. */
  readonly at: number;
}

/** What one reservation adds to one counter. */
export interface Hold {
  readonly reservation: string;
  readonly counter: string;
  /** Minor units, or 1 where calls are counted. */
  readonly amount: number;
  /** From then on it no longer counts; null while the outcome is open. */
  readonly until: number | null;
}

/** An order to deny, for one action or all. */
export interface Stop {
  /** Empty: every action. */
  readonly action: string;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

/** Everything that a batch of operations changes, written at once. */
export interface StoreChanges {
  readonly head: StoreHead;
  readonly receipts: readonly Receipt[];
  /** New and changed ones, whole. */
  readonly reservations: readonly Reservation[];
  /** Business key to reservation, waiting key to approval request, and an account's key to what waits of it. */
  readonly keys: ReadonlyMap<string, string>;
  /** New and changed ones. */
  readonly holds: readonly Hold[];
  /** Reservations whose holds go. */
  readonly released: readonly string[];
  readonly counters: ReadonlyMap<string, number>;
  readonly approvals: readonly ApprovalRequest[];
  /** Per action; null: lifted. */
  readonly stops: ReadonlyMap<string, Stop | null>;
  /** Counters that are kept from now on. */
  readonly definitions: readonly CounterDefinition[];
}

/**
 * A transaction that holds the store's one lock from `head` on: serialisable, and durable when `transact` resolves.
 * Every method takes or returns many rows, so that a batch costs as many round trips as one operation.
 */
export interface StoreTransaction {
  /** Takes the lock. Called first. */
  head(): Promise<StoreHead>;
  keys(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  reservations(ids: readonly string[]): Promise<ReadonlyMap<string, Reservation>>;
  counters(keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  holds(reservations: readonly string[]): Promise<readonly Hold[]>;
  approvals(ids: readonly string[]): Promise<ReadonlyMap<string, ApprovalRequest>>;
  stops(): Promise<readonly Stop[]>;
  definitions(): Promise<readonly CounterDefinition[]>;
  /** Deletes the holds whose time has come and returns what they held, by counter. */
  expireHolds(at: number): Promise<ReadonlyMap<string, number>>;
  /** Reservations of an action that are open, or were done after a time; for a counter that is new. */
  countedSince(action: string, since: number): Promise<readonly Reservation[]>;
  write(changes: StoreChanges): Promise<void>;
}

/** A page of a listing. */
export interface PageOptions {
  /** Most items. */
  readonly limit: number;
}

/** A page of requests for approval. */
export interface ApprovalPage extends PageOptions {
  readonly state?: ApprovalRequest['state'];
  /** Only those that expire after it, milliseconds since the Unix epoch: however many expired, they hide none that waits. */
  readonly expiresAfter?: number;
}

/** A page of reservations whose outcome is open. */
export interface OpenPage extends PageOptions {
  /** Only those of which nobody knows at that time: settled as unknown, or not in time. What is in flight hides none. */
  readonly unknownAt?: number;
}

/** Where a guard keeps what must survive it. Every method rejects rather than guess. */
export interface GuardStore {
  /** Runs one transaction; what it writes is durable when this resolves, and none of it is there when it rejects. */
  transact<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;
  /** Whether a receipt is in the chain: how a writer that lost its connection learns what became of its commit. */
  hasReceipt(id: string): Promise<boolean>;
  /** Receipts from a place in the chain on. */
  receipts(from: number, options: PageOptions): Promise<readonly Receipt[]>;
  /** Newest first. */
  approvals(options: ApprovalPage): Promise<readonly ApprovalRequest[]>;
  reservation(id: string): Promise<Reservation | undefined>;
  /** Those whose outcome is open, oldest first. */
  open(options: OpenPage): Promise<readonly Reservation[]>;
  /** Every counter that is not zero, with what settled and what open actions hold. */
  usage(at: number): Promise<readonly CounterUsage[]>;
  stops(): Promise<readonly Stop[]>;
  close(): Promise<void>;
}

/** What a counter holds. */
export interface CounterUsage {
  readonly counter: string;
  /** Done, and still within the window. */
  readonly settled: number;
  /** Open: reserved or unknown. */
  readonly reserved: number;
}
