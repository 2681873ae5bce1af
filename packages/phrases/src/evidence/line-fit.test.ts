import { describe, expect, it } from 'vitest';
import { fitLine } from './line-fit.ts';

describe('fitLine', () => {
  it('finds the line that points lie on', () => {
    const line = fitLine([0, 1, 2, 3].map((x) => ({ x, y: 2 * x + 1 })));
    expect(line.slope).toBeCloseTo(2, 9);
    expect(line.intercept).toBeCloseTo(1, 9);
    expect(line.at(10)).toBeCloseTo(21, 9);
  });

  it('is not bent by a few points far above it', () => {
    const points = Array.from({ length: 60 }, (_, i) => ({ x: i / 60, y: i / 60 + (i % 2) * 0.01 }));
    const line = fitLine([...points, { x: 0.05, y: 9 }, { x: 0.1, y: 9 }]);
    expect(line.at(0)).toBeLessThan(0.1);
    expect(line.slope).toBeCloseTo(1, 1);
  });

  it('is constant for fewer than three points, and for one repeated x', () => {
    expect(fitLine([])).toMatchObject({ intercept: 0, slope: 0 });
    expect(
      fitLine([
        { x: 1, y: 4 },
        { x: 2, y: 6 },
      ]),
    ).toMatchObject({ intercept: 5, slope: 0 });
    expect(fitLine([1, 2, 3].map((y) => ({ x: 7, y })))).toMatchObject({ intercept: 2, slope: 0 });
  });
});
