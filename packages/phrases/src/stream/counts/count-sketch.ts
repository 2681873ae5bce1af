/** Rows of a sketch: the chance that a phrase meets heavy ones in every row falls with their number; three is the usual trade. */
export const SKETCH_ROWS = 3;
const MOST = 0xffff;

/** A count-min sketch (Cormode and Muthukrishnan, J. Algorithms 55, 2005) of 16-bit counters. Never counts too little. */
export interface CountSketch {
  readonly bits: number;
  readonly cells: Uint16Array;
  /** Counters that are not 0. */
  filled: number;
}

/** An empty sketch of `2 ** bits` counters a row; six bytes for each. */
export function createCountSketch(bits: number): CountSketch {
  return { bits, cells: new Uint16Array(SKETCH_ROWS << bits), filled: 0 };
}

/** How often a key was added, or more where it shares its counters. `low` and `high` come from a keyed hash. */
export function estimateIn({ bits, cells }: CountSketch, low: number, high: number): number {
  const mask = (1 << bits) - 1;
  const step = low | 1;
  const a = cells[high & mask]!;
  const b = cells[(1 << bits) + ((high + step) & mask)]!;
  const c = cells[(2 << bits) + ((high + 2 * step) & mask)]!;
  return a < b ? (a < c ? a : c) : b < c ? b : c;
}

/** How many new keys one that looks new stands for: the others met counters that were taken already. At least 1. */
export function newKeysFor({ bits, filled }: CountSketch): number {
  return 1 / (1 - (filled / ((SKETCH_ROWS << bits) + 1)) ** SKETCH_ROWS);
}

/** Counts a key once, raising only the counters that its estimate rests on (conservative update; Estan and Varghese, SIGCOMM 2002). */
export function addTo(sketch: CountSketch, low: number, high: number): void {
  const { bits, cells } = sketch;
  const least = estimateIn(sketch, low, high);
  if (least >= MOST) return;
  const mask = (1 << bits) - 1;
  for (let row = 0; row < SKETCH_ROWS; row++) {
    const at = (row << bits) + ((high + row * (low | 1)) & mask);
    if (cells[at] !== least) continue;
    cells[at] = least + 1;
    if (least === 0) sketch.filled++;
  }
}
