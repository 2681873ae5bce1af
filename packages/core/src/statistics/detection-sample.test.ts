import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectionSampleSize, missProbability, residualBound } from './detection-sample.ts';

/** By counting: every subset of `sample` places, every bad one in it recognised or not. */
function missByCounting(population: number, sample: number, found: number, bad: number, recall: number): number {
  let total = 0;
  let misses = 0;
  for (let set = 0; set < 1 << population; set++) {
    const places = Array.from({ length: population }, (_, place) => (set >> place) & 1);
    if (places.reduce((sum, one) => sum + one, 0) !== sample) continue;
    total++;
    // The first `bad` places are bad.
    const drawn = places.slice(0, bad).reduce((sum, one) => sum + one, 0);
    for (let seen = 0; seen < 1 << drawn; seen++) {
      const hits = Array.from({ length: drawn }, (_, one) => (seen >> one) & 1).reduce((sum, one) => sum + one, 0);
      if (hits <= found) misses += recall ** hits * (1 - recall) ** (drawn - hits);
    }
  }
  return misses / total;
}

const small = fc.integer({ min: 1, max: 8 }).chain((population) =>
  fc.record({
    population: fc.constant(population),
    sample: fc.nat(population),
    bad: fc.nat(population),
    found: fc.nat(2),
    recall: fc.constantFrom(0.05, 0.5, 0.76, 0.99, 1),
  }),
);

describe('missProbability', () => {
  it('agrees with counting every sample and every reading of it', () => {
    fc.assert(
      fc.property(small, ({ population, sample, bad, found, recall }) => {
        const exact = missByCounting(population, sample, found, bad, recall);
        expect(missProbability({ population, sample, found }, bad, recall)).toBeCloseTo(exact, 12);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('falls as more is bad, more is read, or readers see more', () => {
    const large = fc.record({
      population: fc.integer({ min: 1, max: 3000 }),
      sampleShare: fc.double({ min: 0, max: 1, noNaN: true }),
      bad: fc.integer({ min: 0, max: 400 }),
      found: fc.nat(3),
      recall: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(large, ({ population, sampleShare, bad: most, found, recall }) => {
        const sample = Math.floor(population * sampleShare);
        const bad = Math.min(most, population);
        const miss = missProbability({ population, sample, found }, bad, recall);
        expect(miss).toBeGreaterThanOrEqual(0);
        expect(missProbability({ population, sample, found }, bad + 1, recall)).toBeLessThanOrEqual(miss + 1e-9);
        expect(missProbability({ population, sample, found }, bad, (recall + 1) / 2)).toBeLessThanOrEqual(miss + 1e-9);
        const more = Math.min(population, sample + 1);
        expect(missProbability({ population, sample: more, found }, bad, recall)).toBeLessThanOrEqual(miss + 1e-9);
        expect(missProbability({ population, sample, found: found + 1 }, bad, recall)).toBeGreaterThanOrEqual(
          miss - 1e-9,
        );
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('keeps its precision where single factors are below the smallest number', () => {
    // Nothing recognised among 50,000 bad ones with every second record read: 0.5 to the power of thousands.
    expect(missProbability({ population: 100_000, sample: 50_000, found: 0 }, 50_000, 1)).toBe(0);
    expect(missProbability({ population: 1_000_000, sample: 100_000, found: 0 }, 29, 1)).toBeCloseTo(0.9 ** 29, 5);
  });
});

describe('detectionSampleSize', () => {
  it.each([
    [10_000, 25, 1, 1128],
    [100, 1, 1, 95],
    [24, 25, 1, 0],
  ])('of %i with fewer than %i at recall %d is the textbook size %i', (population, fewerThan, recall, size) => {
    // 10,000 and 25: C(9975, n) / C(10000, n) is 0.05013 for n = 1127 and 0.04999 for 1128.
    expect(detectionSampleSize({ population, fewerThan, recall, confidence: 0.95 })).toBe(size);
  });

  it('is the smallest that holds, grows as readers miss more, and is undefined where reading everything is not enough', () => {
    const goal = fc.record({
      population: fc.integer({ min: 1, max: 2000 }),
      fewerThan: fc.integer({ min: 1, max: 60 }),
      recall: fc.double({ min: 0.05, max: 1, noNaN: true }),
      confidence: fc.constantFrom(0.8, 0.95, 0.99),
    });
    fc.assert(
      fc.property(goal, (asked) => {
        const { population, fewerThan, recall, confidence } = asked;
        const size = detectionSampleSize(asked);
        const miss = (sample: number): number => missProbability({ population, sample, found: 0 }, fewerThan, recall);
        if (size === undefined) {
          expect(miss(population)).toBeGreaterThan(1 - confidence);
          return;
        }
        expect(miss(size)).toBeLessThanOrEqual(1 - confidence);
        if (size > 0) expect(miss(size - 1)).toBeGreaterThan(1 - confidence - 1e-9);
        const keener = detectionSampleSize({ ...asked, recall: Math.min(1, recall * 1.1) });
        expect(keener ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(size);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('residualBound', () => {
  const stratum = (population: number, sample: number, found = 0) => ({ population, sample, found });

  it('gives back what the sample was sized for', () => {
    for (const [population, fewerThan, recall] of [
      [10_000, 25, 0.76],
      [300, 10, 0.9],
      [20_000, 100, 1],
    ] as const) {
      const sample = detectionSampleSize({ population, fewerThan, recall, confidence: 0.95 })!;
      expect(residualBound([stratum(population, sample)], recall, 0.95)).toBe(fewerThan);
    }
  });

  it('says nothing where nothing was read or nobody sees anything', () => {
    expect(residualBound([stratum(500, 0)], 0.9, 0.95)).toBe(501);
    expect(residualBound([stratum(500, 500)], 0, 0.95)).toBe(501);
    expect(residualBound([], 1, 0.95)).toBe(1);
  });

  it('is 1 where everything was read by someone who misses nothing, and counts what was found', () => {
    expect(residualBound([stratum(500, 500)], 1, 0.95)).toBe(1);
    expect(residualBound([stratum(500, 500, 3)], 1, 0.95)).toBe(4);
    expect(residualBound([stratum(1000, 300, 1)], 0.9, 0.95)).toBeGreaterThan(
      residualBound([stratum(1000, 300)], 0.9, 0.95),
    );
  });

  it('holds wherever among the strata the bad ones stand', () => {
    const [slice, rest] = [stratum(60, 20), stratum(400, 100)];
    const bound = residualBound([slice, rest], 0.9, 0.95);
    const chance = (inSlice: number, bad: number): number =>
      missProbability(slice, inSlice, 0.9) * missProbability(rest, bad - inSlice, 0.9);
    const worst = (bad: number): number =>
      Math.max(...Array.from({ length: Math.min(60, bad) + 1 }, (_, i) => chance(i, bad)));
    expect(worst(bound)).toBeLessThanOrEqual(0.05);
    expect(worst(bound - 1)).toBeGreaterThan(0.05);
    expect(residualBound([rest, slice], 0.9, 0.95)).toBe(bound);
  });

  it('is right about simulated reviews at least as often as it says', () => {
    // 40 bad of 400; a sample of 60; each recognised with 0.8. How often is the truth at or above the bound?
    let state = 7;
    const next = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    const bounds = new Map<number, number>();
    let wrong = 0;
    for (let run = 0; run < 2000; run++) {
      let found = 0;
      let bad = 40;
      for (let i = 0; i < 60; i++) {
        if (next() >= bad / (400 - i)) continue;
        bad--;
        if (next() < 0.8) found++;
      }
      if (!bounds.has(found)) bounds.set(found, residualBound([stratum(400, 60, found)], 0.8, 0.95));
      if (bounds.get(found)! <= 40) wrong++;
    }
    expect(wrong / 2000).toBeLessThan(0.065);
  });

  it('stays quick for a million records', () => {
    expect(residualBound([stratum(1_000_000, 100), stratum(3000, 60)], 0.76, 0.95)).toBeGreaterThan(10_000);
  });
});
