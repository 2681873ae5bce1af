import { hash } from 'node:crypto';
import type { Principal } from '@bezoar/core';
import type { Columns } from '@bezoar/phrases';

/** What decides which of several near-duplicates is kept. */
export interface KeptOrderOptions {
  /** At least 16 bytes that nobody who contributes can know. The same key gives the same order. */
  readonly orderKey: Uint8Array;
  /** By number in the intake. Without it every record draws for itself. */
  readonly principal?: (record: number) => Principal;
  /** By number in the intake; lower is kept first, such as 0 for reviewed sources and accounts that an earlier corpus has. */
  readonly precedence?: Uint8Array;
}

/**
 * The records of a set (canonical numbers) in the order in which near-duplicates are kept: by precedence, then by a keyed
 * hash of the account, then by a keyed hash of the record.
 *
 * An account draws one lot, however many records it sends: whoever copies an honest record once or a thousand times from
 * one account takes its place with chance 1/2, from n accounts with n/(n + 1). Only `precedence` protects against many
 * accounts. The order of the input plays no part.
 */
export function keptOrder(columns: Columns, options: KeptOrderOptions): Int32Array {
  const { count, intake, digests, principals } = columns;
  const { orderKey, principal, precedence } = options;
  const recordLots = new Float64Array(count);
  const accountLots = new Float64Array(count);
  const drawRecord = drawing(orderKey, 'record');
  const drawAccount = drawing(orderKey, 'account');
  let accountLot: number | undefined;
  for (let d = 0; d < count; d++) {
    recordLots[d] = drawRecord(digests.subarray(d * 32, d * 32 + 32));
    if (principal !== undefined && (d === 0 || principals[d] !== principals[d - 1])) {
      const { tenant, account } = principal(intake[d]!);
      accountLot = account === '' ? undefined : drawAccount(Buffer.from(JSON.stringify([tenant, account])));
    }
    accountLots[d] = accountLot ?? recordLots[d]!;
  }
  const order = Int32Array.from({ length: count }, (_, d) => d);
  const rank = (d: number): number => precedence?.[intake[d]!] ?? 0;
  // Equal lots are equal records of one account, whose canonical numbers say nothing about the input.
  return order.sort(
    (a, b) => rank(a) - rank(b) || accountLots[a]! - accountLots[b]! || recordLots[a]! - recordLots[b]! || a - b,
  );
}

/** A 32-bit seed for hash tables and sketches, from the same key. */
export function sketchSeed(orderKey: Uint8Array): number {
  return drawing(orderKey, 'sketch')(new Uint8Array()) | 0;
}

/** Draws the first 48 bits of SHA-256(key, purpose, value): exact as a number. */
function drawing(orderKey: Uint8Array, purpose: string): (value: Uint8Array) => number {
  const prefix = Buffer.concat([orderKey, Buffer.from(`/${purpose}/`)]);
  return (value) => hash('sha256', Buffer.concat([prefix, value]), 'buffer').readUIntBE(0, 6);
}
