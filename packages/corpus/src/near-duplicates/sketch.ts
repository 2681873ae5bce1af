/**
 * Bands of a sketch and rows of a band. Two records of likeness J share no band with chance (1 - J^4)^24: 0.03 at 0.6,
 * 0.002 at 0.7, 3e-6 at 0.8. Unrelated records of real support text (J about 0.03) share one with chance 2e-5.
 */
export const BANDS = 24;
/** See `BANDS`. */
export const ROWS = 4;

const BINS = BANDS * ROWS;
/** A set of eight needs about 60 rounds to fill the bins. */
const ROUNDS = 96;
const VALUE_BITS = 24;
const EMPTY = 0x7fffffff;

/** Computes band keys of shingle sets. */
export interface Sketcher {
  /** Writes `BANDS` keys of the set whose hashes stand in the first `size` places, at least one, into `keys` from `at` on. */
  bandKeys(hashes: Int32Array, size: number, keys: Int32Array, at: number): void;
}

/**
 * Fast similarity sketching (Dahlgaard, Knudsen, Thorup, FOCS 2017, arXiv 1704.04370): one-permutation MinHash in rounds,
 * until every bin is filled. Each bin agrees with chance J, and a small set costs no accuracy, as it does where empty bins
 * are copied from their neighbours. About `BINS * ln(BINS)` hashes a set, whatever its size below that.
 */
export function createSketcher(seed: number): Sketcher {
  const values = new Int32Array(BINS);

  const fillBins = (hashes: Int32Array, size: number): void => {
    const bins = values;
    bins.fill(EMPTY);
    let filled = 0;
    for (let round = 0; filled < BINS && round < ROUNDS; round++) {
      const salt = mix(seed + Math.imul(round + 1, 0x9e3779b1));
      for (let i = 0; i < size; i++) {
        const h = mix(hashes[i]! ^ salt);
        const bin = Math.imul(h >>> 16, BINS) >>> 16;
        // The round in the highest bits: what a later round brings never displaces an earlier one.
        const value = (round << VALUE_BITS) | (Math.imul(h, 0x2c1b3c6d) >>> (32 - VALUE_BITS));
        const known = bins[bin]!;
        if (value >= known) continue;
        if (known === EMPTY) filled++;
        bins[bin] = value;
      }
    }
    // A bin that no round has reached takes the least of all, by a hash of its own.
    for (let bin = 0; filled < BINS && bin < BINS; bin++) {
      if (bins[bin] !== EMPTY) continue;
      const salt = mix(seed + Math.imul(ROUNDS + 1 + bin, 0x9e3779b1));
      let least = EMPTY;
      for (let i = 0; i < size; i++) least = Math.min(least, mix(hashes[i]! ^ salt));
      bins[bin] = least;
      filled++;
    }
  };

  return {
    bandKeys: (hashes, size, keys, at) => {
      fillBins(hashes, size);
      for (let band = 0; band < BANDS; band++) {
        let key = Math.imul(band + 1, 0x85ebca6b);
        for (let row = 0; row < ROWS; row++) {
          key = Math.imul(key ^ values[band * ROWS + row]!, 0xc2b2ae35);
          key ^= key >>> 15;
        }
        keys[at + band] = mix(key);
      }
    },
  };
}

/** The final mix of MurmurHash3 (Austin Appleby, public domain): a bijection of 32 bits. */
export function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
