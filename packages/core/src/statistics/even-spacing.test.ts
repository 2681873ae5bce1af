import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { evenSpacingProbability } from './even-spacing.ts';

describe('evenSpacingProbability', () => {
  it('is uniform over points thrown at random', () => {
    const random = seededRandom('throws');
    for (const count of [8, 20, 100]) {
      let below = 0;
      const throws = 4000;
      for (let t = 0; t < throws; t++) {
        const points = Array.from({ length: count }, () => random.next()).sort((a, b) => a - b);
        if (evenSpacingProbability(points) < 0.05) below++;
      }
      expect(below / throws).toBeGreaterThan(0.035);
      expect(below / throws).toBeLessThan(0.065);
    }
  });

  it('is small for a clock, smaller for a longer run, and for one that jitters by a fifth', () => {
    const clock = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    expect(evenSpacingProbability(clock(8))).toBeLessThan(1e-3);
    expect(evenSpacingProbability(clock(12))).toBeLessThan(1e-5);
    expect(evenSpacingProbability(clock(30))).toBeLessThan(1e-13);
    const random = seededRandom('jitter');
    expect(evenSpacingProbability(clock(20).map((at) => at + 0.2 * random.next()))).toBeLessThan(1e-6);
  });

  it('is near one for bursts, and one where times coincide or are too few', () => {
    expect(evenSpacingProbability([0, 1, 2, 3, 1000, 1001, 1002, 5000, 5001, 9000])).toBeGreaterThan(0.99);
    expect(evenSpacingProbability([1, 2, 2, 3, 4, 5])).toBe(1);
    expect(evenSpacingProbability([1, 2, 3])).toBe(1);
    expect(evenSpacingProbability([])).toBe(1);
  });
});
