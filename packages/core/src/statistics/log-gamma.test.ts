import { describe, expect, it } from 'vitest';
import { logGamma } from './log-gamma.ts';

describe('logGamma', () => {
  it('is the logarithm of factorials', () => {
    let log = 0;
    for (let n = 1; n <= 200; n++) {
      expect(logGamma(n)).toBeCloseTo(log, 9);
      log += Math.log(n);
    }
  });

  it('gives the square root of pi at one half', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 11);
  });
});
