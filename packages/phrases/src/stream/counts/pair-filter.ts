const PROBES = 3;
const MIX = 0x9e3779b1 | 0;

/** A Bloom filter (Bloom, CACM 13, 1970) over pairs of a phrase and an account. It may take a new pair for a known one, never the reverse. */
export interface PairFilter {
  readonly bits: number;
  readonly words: Uint32Array;
}

/** An empty filter of `2 ** bits` bits. */
export function createPairFilter(bits: number): PairFilter {
  return { bits, words: new Uint32Array(1 << (bits - 5)) };
}

/** Whether the pair was added before. All four halves come from keyed hashes. */
export function hasPair({ bits, words }: PairFilter, low: number, high: number, account: number): boolean {
  const mask = (1 << bits) - 1;
  let at = mixed(high, account);
  const step = mixed(low, account) | 1;
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = at & mask;
    if ((words[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    at = (at + step) | 0;
  }
  return true;
}

/** Adds a pair. */
export function addPair({ bits, words }: PairFilter, low: number, high: number, account: number): void {
  const mask = (1 << bits) - 1;
  let at = mixed(high, account);
  const step = mixed(low, account) | 1;
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = at & mask;
    words[bit >>> 5] = words[bit >>> 5]! | (1 << (bit & 31));
    at = (at + step) | 0;
  }
}

/** `account` is a number of 53 bits; its low 32 are as good as random. */
function mixed(half: number, account: number): number {
  const h = Math.imul(half ^ (account | 0), MIX);
  return h ^ (h >>> 15);
}
