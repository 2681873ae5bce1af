import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import type { Receipt } from '../../receipts/receipt.ts';
import type { Stop } from '../guard-store.ts';
import type { Reservation, ReservationState } from '../reservation.ts';
import { readInteger, readNullableInteger, readText, storableInteger, storableText } from './scalar.ts';
import { storeCorrupt } from './store-fault.ts';

/** A reservation as a row. Its receipt stands among the receipts, once. */
export interface ReservationRow {
  /** Place of its receipt in the chain: the order of the reservations. */
  readonly receipt: number;
  readonly id: string;
  readonly action: string;
  readonly state: string;
  readonly isOpen: boolean;
  readonly settledAt: number | null;
  /** JSON of everything else, so that a field which is added needs no migration. */
  readonly body: string;
}

/** The row of a reservation. */
export function reservationRow(reservation: Reservation): ReservationRow {
  const { id, state, settledAt, receipt, ...rest } = reservation;
  for (const integer of [rest.reservedAt, rest.executeBy, rest.amount?.minor ?? 0]) storableInteger(integer);
  return {
    receipt: storableInteger(receipt.sequence),
    id: storableText(id),
    action: storableText(rest.action),
    state: storableText(state),
    isOpen: isOpen(state),
    settledAt: settledAt === null ? null : storableInteger(settledAt),
    body: json(rest),
  };
}

/** Columns of a reservation in the order that `readReservation` expects; `body` of the receipt comes last. */
export const RESERVATION_COLUMNS = 'r.id, r.state, r.settled_at, r.body, p.body';

/** The reservation that columns stand for. */
export function readReservation([id, state, settledAt, body, receipt]: readonly unknown[]): Reservation {
  const rest = parse(body) as unknown as Omit<Reservation, 'id' | 'state' | 'settledAt' | 'receipt'>;
  return {
    ...rest,
    id: readText(id),
    state: readState(state),
    settledAt: readNullableInteger(settledAt),
    receipt: readReceipt(receipt),
  };
}

/** Whether a reservation's outcome is open. */
export function isOpen(state: ReservationState): boolean {
  return state === 'reserved' || state === 'unknown';
}

/** JSON of a row, as it is kept. Escapes what a column cannot hold. */
export function json(value: object): string {
  return JSON.stringify(value);
}

/** A receipt out of its JSON. */
export function readReceipt(body: unknown): Receipt {
  const receipt = parse(body) as unknown as Receipt;
  readInteger(receipt.sequence);
  return receipt;
}

/** An approval request out of its JSON. */
export function readApproval(body: unknown): ApprovalRequest {
  return parse(body) as unknown as ApprovalRequest;
}

/** A stop out of its JSON. */
export function readStop(body: unknown): Stop {
  return parse(body) as unknown as Stop;
}

const STATES: readonly ReservationState[] = ['reserved', 'done', 'failed', 'unknown'];

function readState(value: unknown): ReservationState {
  const state = STATES.find((one) => one === value);
  if (state === undefined) throw storeCorrupt('expected the state of a reservation in the store');
  return state;
}

function parse(body: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readText(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw storeCorrupt('expected JSON in the store', error);
  }
  throw storeCorrupt('expected a JSON object in the store');
}
