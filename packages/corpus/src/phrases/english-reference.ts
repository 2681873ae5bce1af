import { readFileSync } from 'node:fs';
import { BezoarError, fnv1a } from '@bezoar/core';
import type { PhraseReference } from '@bezoar/phrases';

const MAGIC = 'BZREF1\0\0';
const HEADER_BYTES = 16;
const MAX_WORDS = 4;
let loaded: PhraseReference | undefined;

/**
 * The shipped reference: phrases of ordinary English dialogue and speech, for scans without a trusted corpus. It knows
 * courtesy, requests and bookings, not the nouns of anybody's business, so absence from it never means "rare" by itself.
 * Built by tools/build-english-reference.mjs, which names its sources. Loaded once.
 */
export function englishReference(): PhraseReference {
  loaded ??= parseReference(readFileSync(new URL('../../reference/english.bin', import.meta.url)));
  return loaded;
}

/** Reads the binary table; throws `corpus/reference-damaged` where it is not one. */
export function parseReference(bytes: Uint8Array): PhraseReference {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isTable = bytes.length >= HEADER_BYTES && Buffer.from(bytes.subarray(0, 8)).toString('latin1') === MAGIC;
  const rows = isTable ? view.getUint32(12, true) : 0;
  if (!isTable || bytes.length !== HEADER_BYTES + rows * 6) {
    throw new BezoarError('corpus/reference-damaged', `expected a reference table, got ${bytes.length} other bytes`);
  }
  const hashAt = (row: number): number => view.getUint32(HEADER_BYTES + row * 4, true);
  return {
    records: view.getUint32(8, true),
    recordsOf: (words) => {
      // A longer phrase is at most as frequent as its rarest part of the longest length known.
      let least = Number.POSITIVE_INFINITY;
      const length = Math.min(words.length, MAX_WORDS);
      for (let at = 0; at + length <= words.length; at++) {
        const row = findRow(fnv1a(words.slice(at, at + length).join(' ')), rows, hashAt);
        least = Math.min(least, row < 0 ? 0 : view.getUint16(HEADER_BYTES + rows * 4 + row * 2, true));
      }
      return least;
    },
  };
}

function findRow(hash: number, rows: number, hashAt: (row: number) => number): number {
  let low = 0;
  let high = rows - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = hashAt(middle);
    if (found === hash) return middle;
    if (found < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
