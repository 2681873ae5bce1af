import type { Amount, Principal } from '@bezoar/core/actions';
import type { GuardMode } from '../decision/guard-mode.ts';
import type { Receipt } from '../receipts/receipt.ts';

/**
 * What came of an allowed action. `reserved`: it may be running. `done`: it had its effect. `failed`: it certainly had
 * none. `unknown`: nobody can say; it is held against every ceiling and is never repeated by the guard.
 */
export type ReservationState = 'reserved' | 'done' | 'failed' | 'unknown';

/** An allowed action: at most one effect, counted against its ceilings before it happens. */
export interface Reservation {
  /** 32 hexadecimal digits, random. */
  readonly id: string;
  readonly action: string;
  readonly principal: Principal;
  readonly requester: string;
  /** Who may settle it: the caller that was allowed. */
  readonly caller: string;
  readonly argumentsDigest: string;
  /** Key of the transaction, and of the host's request. */
  readonly onceKey: string | null;
  readonly requestKey: string | null;
  readonly amount: Amount | null;
  readonly state: ReservationState;
  /** Milliseconds since the Unix epoch, on the store's clock. */
  readonly reservedAt: number;
  /** From then on a reservation that was not settled is unknown. */
  readonly executeBy: number;
  readonly settledAt: number | null;
  /** A retry was answered with it. */
  readonly isReplayed?: boolean;
  readonly approval: string | null;
  readonly mode: GuardMode;
  /** Of the decision that allowed it. */
  readonly receipt: Receipt;
}

/** The state at a time: what was not settled in time is unknown. */
export function stateAt({ state, executeBy }: Reservation, at: number): ReservationState {
  return state === 'reserved' && at >= executeBy ? 'unknown' : state;
}
