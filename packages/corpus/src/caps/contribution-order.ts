import { createCipheriv } from 'node:crypto';
import { UsageError } from '@bezoar/core';
import type { ContributionColumns } from '../contributions/contributions.ts';

/** Bytes of the secret that orders contributions. */
export const ORDER_KEY_BYTES = 32;
const DIGEST_BYTES = 32;
const BLOCK_BYTES = 16;

/**
 * The order in which records compete for the room under a cap: by AES-256 of the first half of their digest (FIPS 197),
 * a permutation that nobody without the key can predict. It depends on the records alone, never on where they stand in
 * a file; and whoever writes a record without knowing the key cannot try variants until one comes first. (Each block is
 * a value of its own, encrypted once: the textbook case for no mode.) Whoever has the key can grind: keep it with the
 * keys that sign. The first half of a SHA-256 collides with 2^64 work, and gains a tie.
 *
 * Equal digests are the same record with the same principal and time; where a caller's are not, principal, time,
 * tenant and source decide. Returns record numbers. 1,000,000 records take about a second.
 */
export function contributionOrder(columns: ContributionColumns, orderKey: Uint8Array): Uint32Array {
  if (orderKey.length !== ORDER_KEY_BYTES) {
    throw new UsageError('caps/order-key', `expected ${ORDER_KEY_BYTES} bytes, got ${orderKey.length}`);
  }
  const { count, digests, accounts, timesMs, tenants, sources } = columns;
  const blocks = new Uint8Array(count * BLOCK_BYTES);
  for (let record = 0; record < count; record++) {
    const from = record * DIGEST_BYTES;
    blocks.set(digests.subarray(from, from + BLOCK_BYTES), record * BLOCK_BYTES);
  }
  const places = placesOf(blocks, orderKey);
  const timeOf = (record: number): number => {
    const time = timesMs[record] as number;
    return Number.isFinite(time) ? time : Number.NEGATIVE_INFINITY;
  };
  const apart = (a: number, b: number): number => (a === b ? 0 : a - b);
  return Uint32Array.from({ length: count }, (_, record) => record).sort(
    (a, b) =>
      (places[a] as number) - (places[b] as number) ||
      compareDigests(digests, a, b) ||
      (accounts[a] as number) - (accounts[b] as number) ||
      apart(timeOf(a), timeOf(b)) ||
      (tenants[a] as number) - (tenants[b] as number) ||
      (sources[a] as number) - (sources[b] as number),
  );
}

/** The first 53 bits of every encrypted block, as a number. */
function placesOf(blocks: Uint8Array, orderKey: Uint8Array): Float64Array {
  const cipher = createCipheriv('aes-256-ecb', orderKey, null).setAutoPadding(false);
  const mixed = cipher.update(blocks);
  return Float64Array.from(
    { length: blocks.length / BLOCK_BYTES },
    (_, record) =>
      mixed.readUInt32BE(record * BLOCK_BYTES) * 2 ** 21 + (mixed.readUInt32BE(record * BLOCK_BYTES + 4) >>> 11),
  );
}

function compareDigests(digests: Uint8Array, a: number, b: number): number {
  for (let at = 0; at < DIGEST_BYTES; at++) {
    const difference = (digests[a * DIGEST_BYTES + at] as number) - (digests[b * DIGEST_BYTES + at] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
