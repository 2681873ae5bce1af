import { isUtf8 } from 'node:buffer';
import { badEntry, checkEntry } from './check-entry.ts';
import { canonicalEntry } from './encode-entry.ts';
import { type LedgerEntry, MAX_ENTRY_BYTES } from './ledger-entry.ts';

/**
 * Reads an entry, accepting exactly the bytes that `encodeEntry` writes: unknown keys, duplicate keys, another order, white
 * space or another spelling of a number or a letter are refused, so that one entry has one leaf hash. Throws a `UsageError`
 * `ledger/bad-entry`.
 */
// Attacker controls: all bytes.
export function parseEntry(bytes: Uint8Array): LedgerEntry {
  if (bytes.length > MAX_ENTRY_BYTES) {
    throw badEntry([`expected at most ${MAX_ENTRY_BYTES} bytes, got ${bytes.length}`]);
  }
  if (!isUtf8(bytes)) throw badEntry(['not UTF-8']);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const entry = checkEntry(parseJson(text));
  if (canonicalEntry(entry) !== text) throw badEntry(['not in canonical form (RFC 8785)']);
  return entry;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badEntry(['not JSON']);
  }
}
