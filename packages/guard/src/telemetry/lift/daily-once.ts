/** Bits of a day's filter: with 300,000 entries a new one is taken for a known one once in a hundred times. */
const BITS = 22;
const DAY_MS = 86_400_000;
const PROBES = 3;

/**
 * Whether an account did something for the first time today (UTC), by a Bloom filter that begins anew every day: trials must
 * be about people, not about how often one of them asks.
 */
export interface DailyOnce {
  day: number;
  readonly words: Uint32Array;
}

/** Nobody did anything. */
export function createDailyOnce(): DailyOnce {
  return { day: 0, words: new Uint32Array(1 << (BITS - 5)) };
}

/** `account`: a keyed number of 53 bits. `deed`: a small number. A day that is past counts as today. */
export function isFirstToday(once: DailyOnce, atMs: number, account: number, deed: number): boolean {
  const day = Math.floor(atMs / DAY_MS);
  if (day > once.day) {
    once.day = day;
    once.words.fill(0);
  }
  let at = Math.imul((account | 0) ^ Math.imul(deed + 1, 0x9e3779b1), 0x85ebca77);
  at ^= at >>> 15;
  const step = Math.imul(Math.floor(account / 4294967296) ^ at, 0xc2b2ae3d) | 1;
  let isNew = false;
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = at & ((1 << BITS) - 1);
    if ((once.words[bit >>> 5]! & (1 << (bit & 31))) === 0) isNew = true;
    once.words[bit >>> 5] = once.words[bit >>> 5]! | (1 << (bit & 31));
    at = (at + step) | 0;
  }
  return isNew;
}
