import { FIRST_PREVIOUS } from '../../receipts/receipt.ts';
import type { StoreChanges, StoreHead } from '../guard-store.ts';
import { storableInteger } from './scalar.ts';
import { notStorable, storeCorrupt } from './store-fault.ts';

/** The head of an empty store. */
export const FIRST_HEAD: StoreHead = { sequence: 0, hash: FIRST_PREVIOUS, at: 0 };

/**
 * Refuses changes that do not continue the store's chain: time that runs back, a receipt out of its place, a head that is
 * not the last receipt's, a reservation whose receipt is not in the chain; and amounts that are no safe integers. A last
 * defence: the rules write no such thing.
 */
export function checkChanges(before: StoreHead, changes: StoreChanges): void {
  const { head, receipts, reservations } = changes;
  storableInteger(head.at);
  for (const { amount, until } of changes.holds) for (const one of [amount, until ?? 0]) storableInteger(one);
  for (const value of changes.counters.values()) storableInteger(value);
  if (head.at < before.at) throw notStorable(`expected a time of at least ${before.at}, got ${head.at}`);
  const sequence = before.sequence + receipts.length;
  if (head.sequence !== sequence) throw notStorable(`expected ${sequence} receipts, got ${head.sequence}`);
  let { hash } = before;
  receipts.forEach((receipt, index) => {
    const place = before.sequence + index;
    if (receipt.sequence !== place) throw notStorable(`expected the receipt ${place}, got ${receipt.sequence}`);
    if (receipt.previous !== hash) throw notStorable(`expected the receipt ${place} to name the one before it`);
    hash = receipt.hash;
  });
  if (head.hash !== hash) throw notStorable('expected the head to be the last receipt');
  if (!reservations.every(({ receipt }) => receipt.sequence >= 0 && receipt.sequence < sequence)) {
    throw notStorable('expected the receipt of a reservation to be in the chain');
  }
}

/** Refuses a store whose head is not its last receipt: rows were lost, or a copy of two times was put together. */
export function checkHead(
  head: Pick<StoreHead, 'sequence' | 'hash'>,
  last: Pick<StoreHead, 'sequence' | 'hash'> | undefined,
): void {
  const expected = last === undefined ? FIRST_HEAD : { sequence: last.sequence + 1, hash: last.hash };
  if (head.sequence !== expected.sequence || head.hash !== expected.hash) {
    throw storeCorrupt(`expected the head after ${expected.sequence} receipts, got one after ${head.sequence}`);
  }
}
