/** A part of a population of which a uniform sample without replacement was read. All are whole numbers of records. */
export interface SampledStratum {
  readonly population: number;
  readonly sample: number;
  /** Bad records that were found in the sample. */
  readonly found: number;
}

/** What a sample must be able to show. */
export interface DetectionGoal {
  readonly population: number;
  /** The sample must make it implausible that this many records, or more, are bad. At least 1. */
  readonly fewerThan: number;
  /** Chance that a reader recognises a bad record, in (0, 1]. */
  readonly recall: number;
  /** In (0, 1), such as 0.95. */
  readonly confidence: number;
}

/** Terms of a sum that are smaller than the largest by more than e to this power change no digit of it. */
const NEGLIGIBLE_LOG = 45;

/**
 * Probability that at most `found` bad records are recognised, where `bad` of the population are bad, a uniform sample
 * without replacement is read, and each bad record in it is recognised with probability `recall`, independently: the
 * hypergeometric distribution, thinned. Exact up to rounding; it falls as `bad`, `sample` or `recall` grows.
 */
export function missProbability({ population, sample, found }: SampledStratum, bad: number, recall: number): number {
  if (bad > population) return 0;
  return Math.min(
    1,
    recognised(population, sample, bad, recall, found).reduce((sum, one) => sum + one, 0),
  );
}

/**
 * The smallest sample that misses `fewerThan` bad records with a probability of at most `1 - confidence`. 0 where the
 * population is smaller than `fewerThan`; undefined where even reading everything would not do, because readers miss too much.
 */
export function detectionSampleSize(goal: DetectionGoal): number | undefined {
  const { population, fewerThan, recall, confidence } = goal;
  const suffices = (sample: number): boolean =>
    missProbability({ population, sample, found: 0 }, fewerThan, recall) <= 1 - confidence;
  if (!suffices(population)) return undefined;
  return smallest(population, suffices);
}

/**
 * The smallest number of bad records, over all strata together, that the samples speak against: "fewer than this many
 * were bad", with `confidence`, wherever among the strata they stood. Records that were found count among them. One more
 * than the population where the samples say nothing.
 */
export function residualBound(strata: readonly SampledStratum[], recall: number, confidence: number): number {
  const population = strata.reduce((sum, stratum) => sum + stratum.population, 0);
  const found = strata.reduce((sum, stratum) => sum + stratum.found, 0);
  const known = strata.map(({ population: size, sample }) => {
    const rows = new Map<number, readonly number[]>();
    return (bad: number): readonly number[] => {
      const row = rows.get(bad) ?? recognised(size, sample, bad, recall, found);
      rows.set(bad, row);
      return row;
    };
  });
  const chance = 1 - confidence;
  // Doubling first: the answer is far below the population where anything was read.
  let reach = 1;
  while (reach <= population && !isImplausible(strata, known, reach, found, chance)) reach *= 2;
  const most = Math.min(reach, population + 1);
  return smallest(most, (bad) => bad > population || isImplausible(strata, known, bad, found, chance));
}

/** Whether, however `bad` records spread over the strata, the chance of at most `found` recognised ones is at most `chance`. */
function isImplausible(
  strata: readonly SampledStratum[],
  rowsOf: readonly ((bad: number) => readonly number[])[],
  bad: number,
  found: number,
  chance: number,
): boolean {
  const holds = (index: number, left: number, room: number, row: readonly number[]): boolean => {
    const stratum = strata[index];
    if (stratum === undefined) return row.reduce((sum, one) => sum + one, 0) <= chance;
    const after = room - stratum.population;
    for (let here = Math.max(0, left - after); here <= Math.min(left, stratum.population); here++) {
      if (!holds(index + 1, left - here, after, convolved(row, rowsOf[index]!(here), found))) return false;
    }
    return true;
  };
  const room = strata.reduce((sum, { population }) => sum + population, 0);
  return holds(0, bad, room, [1]);
}

function convolved(a: readonly number[], b: readonly number[], most: number): number[] {
  if (most === 0) return [a[0]! * b[0]!];
  const out = new Array<number>(most + 1).fill(0);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) if (i + j <= most) out[i + j]! += x * y;
  return out;
}

/** Probabilities of exactly 0, 1, … `most` recognised bad records. */
function recognised(population: number, sample: number, bad: number, recall: number, most: number): number[] {
  const good = population - bad;
  const first = Math.max(0, sample - good);
  const last = Math.min(bad, sample);
  const chances = new Array<number>(most + 1).fill(0);
  // Of `drawn` bad ones in the sample, `hit` are recognised: logarithms, because the first factors may be far below 1e-308.
  let log = firstTerm(population, sample, bad);
  let largest = Number.NEGATIVE_INFINITY;
  for (let drawn = first; drawn <= last; drawn++) {
    let thinned = drawn === 0 ? log : log + drawn * Math.log1p(-recall);
    let top = Number.NEGATIVE_INFINITY;
    for (let hit = 0; hit <= Math.min(most, drawn); hit++) {
      const exact = recall === 1 ? (hit === drawn ? log : Number.NEGATIVE_INFINITY) : thinned;
      chances[hit]! += Math.exp(exact);
      top = Math.max(top, exact);
      if (recall < 1) thinned += Math.log(((drawn - hit) / (hit + 1)) * (recall / (1 - recall)));
    }
    // Past its peak the sum's terms only fall.
    if (top < largest - NEGLIGIBLE_LOG) break;
    largest = Math.max(largest, top);
    log += Math.log(((bad - drawn) / (drawn + 1)) * ((sample - drawn) / (good - sample + drawn + 1)));
  }
  return chances;
}

/** Logarithm of the chance of the fewest bad records that a sample of this size can hold. */
function firstTerm(population: number, sample: number, bad: number): number {
  const good = population - bad;
  // Where the sample fits among the good ones: no bad one is drawn. Else all good ones are, and `population - sample` bad ones are left.
  const [outer, inner] = sample <= good ? [good, Math.min(sample, bad)] : [bad, population - sample];
  const base = sample <= good && inner === bad ? population - sample : outer;
  let log = 0;
  for (let i = 0; i < inner; i++) log += Math.log((base - i) / (population - i));
  return log;
}

/** The smallest whole number up to `most` for which a condition holds that goes on holding; `most` where it never does. */
function smallest(most: number, holds: (value: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
