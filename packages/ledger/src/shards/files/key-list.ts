import type { ProvenanceKey } from '../row/provenance-key.ts';

/** Bytes of an index entry: the key, big-endian, and the record's place within the shard. */
export const INDEX_ENTRY_BYTES = 12;

const DIGITS = 256;

/** Keys of one shard, gathered in any order and given back sorted. Memory: 12 bytes a key, and 36 more while sorting. */
export interface KeyList {
  readonly size: number;
  add(key: ProvenanceKey, record: number): void;
  /** The entries as bytes, by key, those with the same key in the order in which they were added. */
  sorted(): Uint8Array;
  clear(): void;
}

/** Starts an empty list with room for `capacity` keys; it grows as needed. */
export function createKeyList(capacity: number): KeyList {
  let highs = new Uint32Array(capacity);
  let lows = new Uint32Array(capacity);
  let records = new Uint32Array(capacity);
  let size = 0;

  return {
    get size() {
      return size;
    },
    add: ({ high, low }, record) => {
      if (size === highs.length) {
        highs = doubled(highs);
        lows = doubled(lows);
        records = doubled(records);
      }
      highs[size] = high;
      lows[size] = low;
      records[size] = record;
      size += 1;
    },
    sorted: () => {
      const sorted = radixSorted([highs.subarray(0, size), lows.subarray(0, size), records.subarray(0, size)]);
      const bytes = Buffer.allocUnsafeSlow(size * INDEX_ENTRY_BYTES);
      const view = new DataView(bytes.buffer);
      for (let at = 0; at < size; at += 1) {
        view.setUint32(at * INDEX_ENTRY_BYTES, sorted[0][at]!);
        view.setUint32(at * INDEX_ENTRY_BYTES + 4, sorted[1][at]!);
        view.setUint32(at * INDEX_ENTRY_BYTES + 8, sorted[2][at]!);
      }
      return bytes;
    },
    clear: () => {
      size = 0;
    },
  };
}

/** High halves, low halves and records, of the same length. */
type Columns = readonly [Uint32Array, Uint32Array, Uint32Array];

/**
 * Radix sort by key from the lowest byte up, which keeps the order of equal keys: eight passes whatever the keys are. A
 * comparison sort by buckets could be made quadratic by whoever chooses ids whose keys begin alike (CWE-407).
 */
function radixSorted(columns: Columns): Columns {
  const size = columns[0].length;
  const empty = (): Columns => [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
  const buffers = [empty(), empty()] as const;
  let from = columns;
  for (let byte = 0; byte < 8; byte += 1) {
    const to = buffers[byte % 2 === 0 ? 0 : 1];
    scatter(from, to, from[byte < 4 ? 1 : 0], 8 * (byte % 4));
    from = to;
  }
  return from;
}

function scatter(from: Columns, to: Columns, digits: Uint32Array, shift: number): void {
  const [highs, lows, records] = from;
  const [toHighs, toLows, toRecords] = to;
  const starts = new Uint32Array(DIGITS);
  for (let at = 0; at < digits.length; at += 1) starts[(digits[at]! >>> shift) & 0xff]! += 1;
  for (let digit = 0, sum = 0; digit < DIGITS; digit += 1) {
    const count = starts[digit]!;
    starts[digit] = sum;
    sum += count;
  }
  for (let at = 0; at < digits.length; at += 1) {
    const digit = (digits[at]! >>> shift) & 0xff;
    const place = starts[digit]!;
    starts[digit] = place + 1;
    toHighs[place] = highs[at]!;
    toLows[place] = lows[at]!;
    toRecords[place] = records[at]!;
  }
}

function doubled(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(16, words.length * 2));
  larger.set(words);
  return larger;
}
