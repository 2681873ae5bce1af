/** Sixteen n-grams' counters of the history go with one of the load: an account brings more n-grams than that. */
const HISTORY_BITS_MORE = 4;
/** Fewest and most bits. At 17, with 100,000 accounts in a generation, the estimate of one stays within about twice its load. */
const MIN_BITS = 10;
const MAX_BITS = 17;
const ROWS = 3;
const MOST = 0xffff;
/** What an account has used up. */
const KINDS = { phrases: 0, requests: 0x2545f491, sightings: 0x1b873593, pairs: 0x5bd1e995 } as const;

/** What is limited for each account. */
export type LoadKind = keyof typeof KINDS;

/**
 * How much of the shared memory each account has used since the last turn, approximately and never too little: one account
 * that floods the telemetry stops counting instead of pushing everyone else's phrases out (CWE-400).
 */
export interface AccountLoad {
  readonly bits: number;
  readonly cells: Uint16Array;
}

/** No account has used anything. `sketchBits`: those of the history. */
export function createAccountLoad(sketchBits: number): AccountLoad {
  const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, sketchBits - HISTORY_BITS_MORE));
  return { bits, cells: new Uint16Array(ROWS << bits) };
}

/** What the account has used. `account` is a keyed number of 53 bits. */
export function loadOf({ bits, cells }: AccountLoad, account: number, kind: LoadKind): number {
  let least = MOST;
  for (let row = 0; row < ROWS; row++) least = Math.min(least, cells[slot(bits, account, kind, row)]!);
  return least;
}

/** Adds to what the account has used. */
export function addLoad(load: AccountLoad, account: number, kind: LoadKind, amount: number): void {
  const target = Math.min(MOST, loadOf(load, account, kind) + amount);
  for (let row = 0; row < ROWS; row++) {
    const at = slot(load.bits, account, kind, row);
    if (load.cells[at]! < target) load.cells[at] = target;
  }
}

function slot(bits: number, account: number, kind: LoadKind, row: number): number {
  const low = (account | 0) ^ KINDS[kind];
  const high = Math.floor(account / 4294967296) | 0;
  const mixed = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) + Math.imul(row, high | 1) + high;
  return (row << bits) + ((mixed ^ (mixed >>> 13)) & ((1 << bits) - 1));
}
