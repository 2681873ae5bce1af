import { FIRST_PREVIOUS, isSound, type Receipt } from './receipt.ts';

/** The end of a chain that was verified, to go on from. */
export interface ChainEnd {
  /** Receipts so far. */
  readonly count: number;
  /** Hash of the last one. */
  readonly hash: string;
}

/** End of the empty chain. */
export const EMPTY_CHAIN: ChainEnd = { count: 0, hash: FIRST_PREVIOUS };

/** What is wrong with a chain, and where it still held. */
export type ChainVerification =
  | { readonly isSound: true; readonly end: ChainEnd }
  | { readonly isSound: false; readonly end: ChainEnd; readonly reason: string };

/**
 * Verifies receipts from a known end on: order, links and hashes. A chain that was cut off at its end, or rewritten as a
 * whole, verifies by itself: only an end that is kept elsewhere, such as in the ledger, shows that.
 */
export function verifyReceipts(receipts: Iterable<Receipt>, from: ChainEnd = EMPTY_CHAIN): ChainVerification {
  let end = from;
  for (const receipt of receipts) {
    const reason =
      receipt.sequence !== end.count
        ? `expected receipt ${end.count}, got ${receipt.sequence}`
        : receipt.previous !== end.hash
          ? `receipt ${receipt.sequence} does not follow the one before it`
          : isSound(receipt)
            ? undefined
            : `receipt ${receipt.sequence} does not say what was hashed`;
    if (reason !== undefined) return { isSound: false, end, reason };
    end = { count: end.count + 1, hash: receipt.hash };
  }
  return { isSound: true, end };
}
