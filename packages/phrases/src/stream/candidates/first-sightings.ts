/** Rows of a bucket: a new row displaces the oldest of seven, so that an old row falls to chance only late. */
const BUCKET_ROWS = 8;
/**
 * The last row of a bucket is for accounts that have used up their share: they compete with each other only, so that a flood from
 * a few accounts displaces nobody else's phrases, and whoever burns an account's share first is followed nevertheless.
 */
const CROWDED_ROW = (BUCKET_ROWS - 1) * 4;
/** Fields of a row: key, note of the first request, expected rate. */
const STRIDE = 4;
/** The lowest bits of the second half of the key give way to the number of sightings before the first request. */
const BEFORE_MASK = 0b11;

/** Most sightings before the first request that a row can hold. */
export const MAX_SIGHTINGS_BEFORE: number = BEFORE_MASK;

/** Phrases that one account has requested with so far. Fixed size, sixteen bytes a row. */
export interface FirstSightings {
  readonly bits: number;
  readonly rows: Uint32Array;
  readonly rates: Float32Array;
  /** Rows that gave way to newer ones while still young enough to matter. */
  displaced: number;
}

/** One row. */
export interface FirstSighting {
  /** Ordinal of the note of the request. */
  readonly ordinal: number;
  /** Expected share of requests that hold the phrase. */
  readonly rate: number;
  /** Sightings before the first request, 0 to `MAX_SIGHTINGS_BEFORE`. */
  readonly before: number;
}

/** An empty table of `2 ** bits` rows. */
export function createFirstSightings(bits: number): FirstSightings {
  const rows = new Uint32Array(STRIDE << bits);
  return { bits, rows, rates: new Float32Array(rows.buffer), displaced: 0 };
}

/** The row of a key, or undefined. */
export function findFirst(table: FirstSightings, low: number, high: number): FirstSighting | undefined {
  const at = rowOf(table, low, high);
  if (at < 0) return undefined;
  return {
    ordinal: table.rows[at + 2]!,
    rate: table.rates[at + 3]!,
    before: table.rows[at + 1]! & BEFORE_MASK,
  };
}

/** Writes the row of a key, over its own or over the oldest of its bucket. Notes before `oldest` are forgotten anyway. */
export function putFirst(
  table: FirstSightings,
  { low, high }: { readonly low: number; readonly high: number },
  { ordinal, rate, before }: FirstSighting,
  { oldest, isCrowded }: { readonly oldest: number; readonly isCrowded: boolean },
): void {
  let at = rowOf(table, low, high);
  if (at < 0) {
    const from = bucketOf(table, low);
    at = isCrowded ? from + CROWDED_ROW : from;
    for (let row = at; row < from + CROWDED_ROW; row += STRIDE) {
      if (table.rows[row + 2]! < table.rows[at + 2]!) at = row;
    }
    if (table.rows[at + 2]! > 0 && table.rows[at + 2]! >= oldest) table.displaced++;
  }
  table.rows[at] = low;
  table.rows[at + 1] = (high & ~BEFORE_MASK) | before;
  table.rows[at + 2] = ordinal;
  table.rates[at + 3] = rate;
}

/** Empties the row of a key. */
export function dropFirst(table: FirstSightings, low: number, high: number): void {
  const at = rowOf(table, low, high);
  if (at >= 0) table.rows.fill(0, at, at + STRIDE);
}

function bucketOf({ bits }: FirstSightings, low: number): number {
  return (low & ((1 << bits) - 1) & ~(BUCKET_ROWS - 1)) * STRIDE;
}

function rowOf(table: FirstSightings, low: number, high: number): number {
  const { rows } = table;
  const from = bucketOf(table, low);
  const [wantedLow, wantedHigh] = [low >>> 0, (high & ~BEFORE_MASK) >>> 0];
  for (let row = from; row < from + BUCKET_ROWS * STRIDE; row += STRIDE) {
    if (rows[row] === wantedLow && (rows[row + 1]! & ~BEFORE_MASK) >>> 0 === wantedHigh && rows[row + 2] !== 0) {
      return row;
    }
  }
  return -1;
}
