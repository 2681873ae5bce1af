/** Fields of a row: two key words, records, last record seen, accounts, example position. Padded to a power of two. */
const STRIDE = 8;
const KEY_HIGH = 0;
const KEY_LOW = 1;
const RECORDS = 2;
const LAST_RECORD = 3;
const ACCOUNTS = 4;
const EXAMPLE = 5;

/**
 * Counts n-grams by 64-bit key: distinct records and distinct accounts, exactly, provided that records arrive in
 * canonical order (records of one account together). Open addressing, grown at 60 % load.
 */
export class NgramTable {
  private bits: number;
  private rows: Int32Array;
  private used = 0;

  constructor(bits = 12) {
    this.bits = bits;
    this.rows = new Int32Array(STRIDE << bits);
  }

  get size(): number {
    return this.used;
  }

  /** Counts one occurrence in `record`, whose account is `owners[record]`. */
  count(high: number, low: number, record: number, owners: Int32Array, position: number): void {
    const rows = this.rows;
    let at = this.slot(high, low);
    if (rows[at] === 0) {
      if (this.used * 5 > 3 << this.bits) {
        this.grow();
        at = this.slot(high, low);
      }
      this.used++;
      this.rows.set([high, low, 1, record, 1, position], at);
      return;
    }
    const last = rows[at + LAST_RECORD]!;
    if (last === record) return;
    rows[at + RECORDS] = rows[at + RECORDS]! + 1;
    rows[at + LAST_RECORD] = record;
    if (owners[last] !== owners[record]) rows[at + ACCOUNTS] = rows[at + ACCOUNTS]! + 1;
  }

  /** Records that hold the n-gram; 0 where it was never counted. */
  recordsOf(high: number, low: number): number {
    const at = this.slot(high, low);
    return this.rows[at] === 0 ? 0 : this.rows[at + RECORDS]!;
  }

  /** Accounts behind those records. */
  accountsOf(high: number, low: number): number {
    const at = this.slot(high, low);
    return this.rows[at] === 0 ? 0 : this.rows[at + ACCOUNTS]!;
  }

  /** Every n-gram in at least `minRecords` records, in table order. */
  *frequent(minRecords: number): Generator<NgramCount> {
    const rows = this.rows;
    for (let at = 0; at < rows.length; at += STRIDE) {
      if (rows[at] === 0 || rows[at + RECORDS]! < minRecords) continue;
      yield {
        high: rows[at + KEY_HIGH]!,
        low: rows[at + KEY_LOW]!,
        records: rows[at + RECORDS]!,
        accounts: rows[at + ACCOUNTS]!,
        example: rows[at + EXAMPLE]!,
      };
    }
  }

  private slot(high: number, low: number): number {
    const rows = this.rows;
    const mask = rows.length - 1;
    let at = (low >>> (32 - this.bits)) * STRIDE;
    while (rows[at] !== 0 && (rows[at] !== high || rows[at + KEY_LOW] !== low)) at = (at + STRIDE) & mask;
    return at;
  }

  private grow(): void {
    const old = this.rows;
    this.bits++;
    this.rows = new Int32Array(STRIDE << this.bits);
    for (let from = 0; from < old.length; from += STRIDE) {
      if (old[from] === 0) continue;
      const to = this.slot(old[from]!, old[from + KEY_LOW]!);
      this.rows.set(old.subarray(from, from + STRIDE), to);
    }
  }
}

/** One counted n-gram. */
export interface NgramCount {
  readonly high: number;
  readonly low: number;
  /** Distinct records that hold it. */
  readonly records: number;
  /** Distinct accounts behind those records. */
  readonly accounts: number;
  /** Index of one occurrence in the token column. */
  readonly example: number;
}
