import { BezoarError } from '@bezoar/core';
import { MAX_ENTRY_BYTES } from '../entry/ledger-entry.ts';
import { TILE_WIDTH } from './tile-path.ts';

const LENGTH_BYTES = 2;

/** Largest bundle, bytes: 256 entries of 65,535 bytes with their lengths (C2SP tlog-tiles, "Log entries"). Bounds reads (CWE-770). */
export const MAX_BUNDLE_BYTES: number = TILE_WIDTH * (LENGTH_BYTES + MAX_ENTRY_BYTES);

/** Big-endian uint16 length and bytes of each entry, one after the other (C2SP tlog-tiles, "Log entries"). */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + LENGTH_BYTES + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/** The entries of a bundle, as views into it. Throws `ledger/bad-bundle` unless exactly `count` entries fill it. */
// Attacker controls: all bytes.
export function parseBundle(bytes: Uint8Array, count: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length && entries.length < count) {
    if (at + LENGTH_BYTES > bytes.length) throw badBundle(`expected a length at byte ${at}, got the end`);
    const end = at + LENGTH_BYTES + (bytes[at]! << 8) + bytes[at + 1]!;
    if (end > bytes.length) throw badBundle(`expected an entry up to byte ${end}, got ${bytes.length} bytes`);
    entries.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  if (entries.length !== count) throw badBundle(`expected ${count} entries, got ${entries.length}`);
  if (at !== bytes.length)
    throw badBundle(`expected the end after ${count} entries, got ${bytes.length - at} bytes more`);
  return entries;
}

function badBundle(message: string): BezoarError<'ledger/bad-bundle'> {
  return new BezoarError('ledger/bad-bundle', message);
}
